import type { ChannelCategory } from '@mattermost/types/channel_categories'
import type { Channel } from '@mattermost/types/channels'
import type { Team } from '@mattermost/types/teams'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import pg from 'pg'
import { afterEach, describe, expect, vi } from 'vitest'

async function sidebar(member: Member, team: Team) {
  const { categories, order } = await member.client.getChannelCategories(member.id, team.id)
  const find = (type: string) => {
    const category = categories.find((candidate) => candidate.type === type)
    if (!category) throw new Error(`there is no category ${type}`)
    return category
  }
  return {
    order,
    categories,
    favorites: find('favorites'),
    channels: find('channels'),
    direct: find('direct_messages'),
  }
}

function create(member: Member, team: Team, name: string, channels: Channel[] = []) {
  return member.client.createChannelCategory(member.id, team.id, {
    user_id: member.id,
    team_id: team.id,
    display_name: name,
    channel_ids: channels.map(({ id }) => id),
  })
}

function update(member: Member, team: Team, categories: ChannelCategory[]) {
  return member.client.updateChannelCategories(member.id, team.id, categories)
}

async function favoriteIds(member: Member): Promise<string[]> {
  const { body } = await member.request('GET', '/api/v4/users/me/preferences')
  return (body as { category: string; name: string; value: string }[])
    .filter(({ category, value }) => category === 'favorite_channel' && value === 'true')
    .map(({ name }) => name)
}

const favorite = (member: Member, channel: Channel, value = 'true') => [
  { user_id: member.id, category: 'favorite_channel', name: channel.id, value },
]

afterEach(() => {
  vi.restoreAllMocks()
})

describe('sidebar categories', () => {
  test('MC-CAT-01 the default ones are made at the first use, each channel in its own', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const [first, again] = await Promise.all([sidebar(alice, team), sidebar(alice, team)])
    const ids = ['favorites', 'channels', 'direct_messages'].map(
      (type) => `${type}_${alice.id}_${team.id}`,
    )
    expect(first).toEqual(again)
    expect(first.order).toEqual(ids)
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    expect(first.categories).toMatchObject([
      { id: ids[0], type: 'favorites', display_name: 'Favorites', sorting: '', channel_ids: [] },
      { id: ids[1], type: 'channels', channel_ids: [offTopic.id, townSquare.id] },
      { id: ids[2], type: 'direct_messages', sorting: 'recent', channel_ids: [direct.id] },
    ])
    expect(first.categories.map((category) => ({ ...category }))).toMatchObject(
      [0, 10, 20].map((sort_order) => ({
        sort_order,
        user_id: alice.id,
        team_id: team.id,
        muted: false,
        collapsed: false,
      })),
    )
  })

  test('MC-CAT-02 a direct channel moves to a custom category, and back when it is deleted', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    using hears = await alice.socket()
    const custom = await create(alice, team, 'Friends', [direct, townSquare])
    expect(custom).toMatchObject({
      type: 'custom',
      display_name: 'Friends',
      sort_order: 10,
      channel_ids: [direct.id, townSquare.id],
    })
    const created = await hears.until('sidebar_category_created')
    expect(created.data).toEqual({ category_id: custom.id })
    expect(created.broadcast).toMatchObject({ user_id: alice.id, team_id: team.id })
    const moved = await sidebar(alice, team)
    expect(moved.order[1]).toBe(custom.id)
    expect(moved.direct.channel_ids).toEqual([])
    expect(moved.channels.channel_ids).not.toContain(townSquare.id)
    expect(await alice.client.getChannelCategory(alice.id, team.id, custom.id)).toEqual(custom)

    await alice.client.deleteChannelCategory(alice.id, team.id, custom.id)
    expect((await hears.until('sidebar_category_deleted')).data).toEqual({ category_id: custom.id })
    const after = await sidebar(alice, team)
    expect(after.direct.channel_ids).toEqual([direct.id])
    expect(after.channels.channel_ids).toContain(townSquare.id)
    expect(
      (await refusal(alice.client.deleteChannelCategory(alice.id, team.id, after.channels.id)))
        .status,
    ).toBe(400)
  })

  test('channels go into the category that they want to be in, for everybody who comes', async ({
    ws,
  }) => {
    const { team, alice, bob } = await ws.trio()
    const make = (name: string) =>
      alice.client.createChannel({
        team_id: team.id,
        name,
        display_name: name,
        type: 'O',
        default_category_name: 'Projects',
      } as never)
    const projectsOf = async (member: Member) =>
      (await sidebar(member, team)).categories.find((one) => one.display_name === 'Projects')
    const one = await make('project-one')
    expect(await projectsOf(alice)).toMatchObject({ type: 'custom', channel_ids: [one.id] })
    expect(await projectsOf(bob)).toBeUndefined()
    const two = await make('project-two')
    expect((await projectsOf(alice))?.channel_ids).toEqual([two.id, one.id])
    using hears = await bob.socket()
    await alice.client.addToChannel(bob.id, two.id)
    const created = await hears.until('sidebar_category_created')
    expect(await projectsOf(bob)).toMatchObject({
      id: created.data.category_id,
      channel_ids: [two.id],
    })
    await bob.client.addToChannel(bob.id, one.id)
    const updated = await hears.until('sidebar_category_updated')
    expect(JSON.parse(String(updated.data.updatedCategories))).toMatchObject([
      { display_name: 'Projects', channel_ids: [one.id, two.id] },
    ])
    expect((await sidebar(bob, team)).channels.channel_ids).not.toContain(one.id)
  })

  test('MC-CAT-03 an order has to name every category once', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    using hears = await alice.socket()
    const { order, favorites } = await sidebar(alice, team)
    const reversed = [...order].reverse()
    const put = (ids: string[]) => alice.client.updateChannelCategoryOrder(alice.id, team.id, ids)
    expect(await put(reversed)).toEqual(reversed)
    expect((await hears.until('sidebar_category_order_updated')).data).toEqual({ order: reversed })
    expect(await alice.client.getChannelCategoryOrder(alice.id, team.id)).toEqual(reversed)
    const foreign = (await sidebar(bob, team)).favorites.id
    const bad = [
      [],
      order.slice(1),
      [...order.slice(1), favorites.id, favorites.id],
      [...order, foreign],
      [...order.slice(1), foreign],
    ]
    for (const ids of bad) expect((await refusal(put(ids))).status).toBe(400)
    expect((await sidebar(alice, team)).order).toEqual(reversed)
  })

  test('MC-CAT-04 muting a category mutes its channels, and those that come to it', async ({
    ws,
  }) => {
    const { team, townSquare, alice } = await ws.trio()
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    const isMuted = async ({ id }: Channel) =>
      (await alice.client.getMyChannelMember(id)).notify_props.mark_unread === 'mention'
    using hears = await alice.socket()
    const custom = await create(alice, team, 'Quiet', [townSquare])
    const [muted] = await update(alice, team, [{ ...custom, muted: true }])
    expect(muted?.muted).toBe(true)
    expect(await isMuted(townSquare)).toBe(true)
    expect(await isMuted(offTopic)).toBe(false)
    const told = await hears.until('channel_member_updated')
    expect(JSON.parse(String(told.data.channelMember))).toMatchObject({ channel_id: townSquare.id })
    const both = { ...custom, muted: true, channel_ids: [offTopic.id, townSquare.id] }
    await update(alice, team, [both])
    expect(await isMuted(offTopic)).toBe(true)
    await alice.client.deleteChannelCategory(alice.id, team.id, custom.id)
    expect(await isMuted(townSquare)).toBe(false)
    expect(await isMuted(offTopic)).toBe(false)
  })

  test('MC-CAT-05 MC-PREF-04 favourites are preferences, whichever is written', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    await alice.client.savePreferences(alice.id, favorite(alice, townSquare))
    expect((await sidebar(alice, team)).favorites.channel_ids).toEqual([townSquare.id])

    const { favorites } = await sidebar(alice, team)
    using hears = await alice.socket()
    await update(alice, team, [{ ...favorites, channel_ids: [direct.id] }])
    expect(await favoriteIds(alice)).toEqual([direct.id])
    await hears.until('preferences_changed')
    await hears.until('preferences_deleted')

    const { team: other } = await ws.team()
    await ws.admin.client.addToTeam(other.id, alice.id)
    expect((await sidebar(alice, other)).favorites.channel_ids).toEqual([direct.id])
    await alice.client.savePreferences(alice.id, favorite(alice, direct, 'false'))
    expect((await sidebar(alice, other)).favorites.channel_ids).toEqual([])
    await alice.client.savePreferences(alice.id, favorite(alice, direct))
    await alice.client.savePreferences(alice.id, favorite(alice, townSquare))
    expect((await sidebar(alice, team)).favorites.channel_ids).toEqual([direct.id, townSquare.id])
    expect((await sidebar(alice, other)).favorites.channel_ids).toEqual([direct.id])
    await alice.client.deletePreferences(alice.id, favorite(alice, direct))
    expect((await sidebar(alice, other)).favorites.channel_ids).toEqual([])

    const custom = await create(alice, team, 'Thief', [townSquare])
    expect(custom.channel_ids).toEqual([townSquare.id])
    expect(await favoriteIds(alice)).toEqual([])
  })

  test('MC-CAT-06 a change is told with the categories that changed', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    using hears = await alice.socket()
    const { channels, favorites } = await sidebar(alice, team)
    const sent = [
      { ...favorites, channel_ids: [townSquare.id, townSquare.id, 'y'.repeat(26)] },
      { ...channels, display_name: 'Renamed', collapsed: true, sorting: 'alpha' },
    ] as ChannelCategory[]
    const updated = await update(alice, team, sent)
    expect(updated).toMatchObject([
      { id: favorites.id, channel_ids: [townSquare.id] },
      { id: channels.id, display_name: 'Channels', collapsed: true, sorting: 'alpha' },
    ])
    const frame = await hears.until('sidebar_category_updated', ({ data }) =>
      Boolean(data.updatedCategories),
    )
    expect(JSON.parse(String(frame.data.updatedCategories))).toEqual(updated)
    const custom = await create(alice, team, 'One')
    const renamed = { ...custom, display_name: 'Two' }
    expect(await alice.client.updateChannelCategory(alice.id, team.id, renamed)).toEqual(renamed)
  })

  test('a channel that was left shows nowhere, and comes back to where it was', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'plans',
      display_name: 'Plans',
      type: 'O',
    } as Channel)
    const custom = await create(alice, team, 'Work', [channel])
    await alice.client.removeFromChannel(alice.id, channel.id)
    const find = async () =>
      (await sidebar(alice, team)).categories.find(({ id }) => id === custom.id)?.channel_ids
    expect(await find()).toEqual([])
    await alice.client.addToChannel(alice.id, channel.id)
    expect(await find()).toEqual([channel.id])
    await alice.client.deleteChannel(channel.id)
    expect(await find()).toEqual([channel.id])
  })

  test('are their owner’s: refused to others, hidden as what is not there', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const { favorites } = await sidebar(alice, team)
    const base = `/api/v4/users/${alice.id}/teams/${team.id}/channels/categories`
    expect((await bob.request('GET', base)).status).toBe(403)
    expect((await ws.admin.request('GET', base)).status).toBe(200)
    const own = `/api/v4/users/me/teams/${team.id}/channels/categories`
    expect((await eve.request('GET', own)).body).toMatchObject({
      id: 'app.team.get.find.app_error',
      status_code: 404,
    })
    for (const id of [favorites.id, 'y'.repeat(26)]) {
      expect((await bob.request('GET', `${own}/${id}`)).status).toBe(403)
      expect((await bob.request('DELETE', `${own}/${id}`)).status).toBe(403)
      expect((await bob.request('PUT', `${own}/${id}`, { ...favorites, id })).status).toBe(403)
      expect((await bob.request('PUT', own, [{ ...favorites, id }])).status).toBe(400)
    }
    expect((await alice.request('GET', `${own}/nonsense`)).status).toBe(400)
    const named = { display_name: 'x' }
    expect((await alice.request('POST', own, { ...named, user_id: bob.id })).status).toBe(400)
    expect((await alice.request('POST', own, { display_name: '' })).status).toBe(400)
    expect((await alice.request('POST', own, { ...named, sorting: 'up' })).status).toBe(400)
    expect((await alice.request('POST', own, { ...named, channel_ids: ['x'] })).status).toBe(400)
    expect((await alice.request('PUT', own, named)).status).toBe(400)
    expect((await alice.request('POST', own, named)).status).toBe(200)
  })

  test('MC-PERF-01 the number of statements does not grow with the sidebar', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const count = async (work: () => Promise<unknown>) => {
      await work()
      const queries = vi.spyOn(pg.Client.prototype, 'query')
      await work()
      const calls = queries.mock.calls.length
      queries.mockRestore()
      return calls
    }
    const { channels, categories } = await sidebar(alice, team)
    const few = await count(() => update(alice, team, [channels]))
    expect(await count(() => sidebar(alice, team))).toBe(2)
    for (let index = 0; index < 5; index++) await create(alice, team, `Section ${index}`)
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    const many = [...categories, ...(await sidebar(alice, team)).categories.slice(1, 6)]
    const last = { ...channels, channel_ids: [offTopic.id, townSquare.id] }
    expect(await count(() => update(alice, team, [...many.slice(2), last]))).toBe(few)
    expect(await count(() => sidebar(alice, team))).toBe(2)
  })
})
