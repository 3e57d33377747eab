import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }
const noChannel = { status: 404, id: 'app.channel.get.existing.app_error' }

/** The client's declarations forget that all of its arguments have defaults. */
type Lists = Record<
  'getAllChannels' | 'searchAllChannels',
  (...args: unknown[]) => Promise<unknown>
>

function listsOf(member: Member): Lists {
  return member.client as unknown as Lists
}

function makeChannel(member: Member, teamId: string, type: 'O' | 'P' = 'O', rest = {}) {
  const name = unique('place')
  const wanted = { team_id: teamId, name, display_name: name, type, ...rest }
  return member.client.createChannel(wanted as never)
}

describe('channels of all teams', () => {
  test('are listed and searched by the console, page by page, with their teams', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const open = await makeChannel(alice, team.id)
    const closed = await makeChannel(alice, team.id, 'P')
    const gone = await makeChannel(alice, team.id)
    await alice.client.deleteChannel(gone.id)
    const { client } = ws.admin
    expect(await refusal(listsOf(alice).getAllChannels())).toEqual(denied)
    expect(await refusal(listsOf(alice).searchAllChannels('place'))).toEqual(denied)

    const all = (await listsOf(ws.admin).getAllChannels(0, 200)) as {
      id: string
      team_name: string
    }[]
    const ids = all.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([open.id, closed.id]))
    expect(ids).not.toContain(gone.id)
    expect(all.find(({ id }) => id === open.id)?.team_name).toBe(team.name)
    const counted = (await listsOf(ws.admin).getAllChannels(
      0,
      1,
      '',
      true,
      true,
      true,
    )) as never as {
      channels: { name: string }[]
      total_count: number
    }
    expect(counted.channels).toHaveLength(1)
    expect(counted.total_count).toBeGreaterThanOrEqual(3)

    const search = async (opts: object, term = '') => {
      const found = await client.searchAllChannels(term, { team_ids: [team.id], ...opts } as never)
      return (found as unknown as { id: string }[]).map(({ id }) => id)
    }
    expect(await search({ exclude_default_channels: true })).toEqual([open.id, closed.id])
    expect(await search({ private: true })).toEqual([closed.id])
    expect(await search({ deleted: true })).toEqual([gone.id])
    expect(await search({ include_deleted: true }, gone.name.toUpperCase())).toEqual([gone.id])
    expect(await search({ include_search_by_id: true }, open.id)).toEqual([open.id])
    expect(await search({ group_constrained: true })).toEqual([])
    expect(await search({ exclude_group_constrained: true }, open.name)).toEqual([open.id])
    const paged = await client.searchAllChannels('', {
      team_ids: [team.id],
      page: 1,
      per_page: 1,
    } as never)
    expect(paged).toMatchObject({ channels: [{ team_display_name: team.display_name }] })
    expect(paged).toMatchObject({ total_count: 4 })
  })

  test('people jump to public ones of their teams and to those that they are in', async ({
    ws,
  }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const open = await makeChannel(alice, team.id)
    const closed = await makeChannel(alice, team.id, 'P')
    const jump = async (who: Member) => {
      const found = await who.client.searchAllChannels('place', { nonAdminSearch: true } as never)
      return (found as unknown as { id: string }[]).map(({ id }) => id)
    }
    expect(await jump(alice)).toEqual([open.id, closed.id])
    expect(await jump(bob)).toEqual([open.id])
    expect(await jump(eve)).toEqual([])
  })

  test('group conversations are found by who is in them', async ({ ws }) => {
    const { alice, bob, eve } = await ws.trio()
    const carol = await ws.member('carol')
    const group = await alice.client.createGroupChannel([bob.id, eve.id])
    const find = async (who: Member, term: string) =>
      (await who.client.searchGroupChannels(term)).map(({ id }) => id)
    expect(await find(alice, bob.username.slice(0, 6))).toEqual([group.id])
    expect(await find(alice, `${bob.username} ${eve.username}`)).toEqual([group.id])
    expect(await find(alice, carol.username)).toEqual([])
    expect(await find(alice, alice.username)).toEqual([])
    expect(await find(carol, bob.username)).toEqual([])
  })

  test('MC-CH-08 autocompletion puts what begins with the term first, fifty at most', async ({
    ws,
  }) => {
    const { team, alice } = await ws.trio()
    const { client } = ws.admin
    const word = unique('word').replaceAll('-', '')
    const make = (name: string, display_name: string) =>
      client.createChannel({ team_id: team.id, name, display_name, type: 'O' } as never)
    await make(`a-${word}`, 'A first by display name')
    await make(`${word}-z`, 'Z last by display name')
    await Promise.all(Array.from({ length: 55 }, (_, n) => make(`${word}-${n}`, `Middle ${n}`)))
    const found = await alice.client.autocompleteChannels(team.id, word)
    expect(found).toHaveLength(50)
    expect(found.every(({ name }) => name.startsWith(word))).toBe(true)
    const [last] = await alice.client.autocompleteChannels(team.id, `a-${word}`)
    expect(last?.display_name).toBe('A first by display name')
    expect(await alice.client.searchChannels(team.id, word)).toHaveLength(57)
  })

  test('MC-CH-09 clients that catch up hear of channels archived since', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const early = await makeChannel(alice, team.id)
    await alice.client.deleteChannel(early.id)
    const { delete_at: earlyAt } = await alice.client.getChannel(early.id)
    const late = await makeChannel(alice, team.id)
    await alice.client.deleteChannel(late.id)
    const since = async (time: number) => {
      const query = `include_deleted=true&last_delete_at=${time}`
      const answer = await alice.request(
        'GET',
        `/api/v4/users/me/teams/${team.id}/channels?${query}`,
      )
      return (answer.body as { id: string }[]).map(({ id }) => id)
    }
    expect(await since(earlyAt + 1)).toContain(late.id)
    expect(await since(earlyAt + 1)).not.toContain(early.id)
    expect(await since(0)).toEqual(expect.arrayContaining([early.id, late.id]))
    const archived = await alice.request(
      'POST',
      `/api/v4/teams/${team.id}/channels/search_archived`,
      { term: late.name },
    )
    expect((archived.body as { id: string }[]).map(({ id }) => id)).toEqual([late.id])
  })

  test('channels say what category they want to be in', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await makeChannel(alice, team.id, 'O', { default_category_name: 'Projects' })
    expect(channel).toMatchObject({ default_category_name: 'Projects' })
    expect(await alice.client.getManagedCategories(team.id)).toEqual({ [channel.id]: 'Projects' })
    expect(await bob.client.getManagedCategories(team.id)).toEqual({})
    await alice.client.patchChannel(channel.id, { default_category_name: '' } as never)
    expect(await alice.client.getManagedCategories(team.id)).toEqual({})
  })
})

describe('moving a channel', () => {
  test('MC-CH-05 leaves nobody behind unasked', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const other = await ws.team()
    await ws.admin.client.addToTeam(other.team.id, alice.id)
    const channel = await makeChannel(alice, team.id)
    await alice.client.addToChannel(bob.id, channel.id)
    const root = await alice.post(channel.id, 'stays')
    await alice.post(channel.id, 'a reply', { root_id: root.id })
    const move = (who: Member, id: string, force?: boolean) =>
      who.request('POST', `/api/v4/channels/${id}/move`, { team_id: other.team.id, force })
    expect(await move(alice, channel.id)).toMatchObject({ status: 403 })
    expect(await move(ws.admin, channel.id)).toMatchObject({
      status: 400,
      body: { id: 'app.channel.move_channel.members_do_not_match.error' },
    })
    using hears = await alice.socket()
    expect(await move(ws.admin, channel.id, true)).toMatchObject({
      status: 200,
      body: { id: channel.id, team_id: other.team.id },
    })
    const told = await hears.until('channel_updated')
    expect(JSON.parse(String(told.data.channel)).team_id).toBe(other.team.id)
    const said = await hears.until('posted', (frame) =>
      String(frame.data.post).includes('system_move_channel'),
    )
    expect(JSON.parse(String(said.data.post)).props).toEqual({ username: ws.admin.username })
    expect(await refusal(bob.client.getChannel(channel.id))).toEqual(noChannel)
    expect((await alice.client.getPost(root.id)).message).toBe('stays')
    const ids = async (teamId: string) =>
      (await alice.client.getMyChannels(teamId)).map(({ id }) => id)
    expect(await ids(team.id)).not.toContain(channel.id)
    expect(await ids(other.team.id)).toContain(channel.id)
    const threads = await alice.client.getUserThreads('me', other.team.id, {} as never)
    expect(threads.threads.map(({ id }) => id)).toEqual([root.id])

    const direct = await ws.admin.client.createDirectChannel([ws.admin.id, bob.id])
    expect(await move(ws.admin, direct.id)).toMatchObject({
      status: 403,
      body: { id: 'api.channel.move_channel.type.invalid' },
    })
    expect(await move(ws.admin, other.townSquare.id)).toMatchObject({ status: 400 })
    expect(await move(ws.admin, nowhere(channel.id))).toMatchObject({ status: 404 })
  })
})

describe('group conversations become channels', () => {
  test('MC-CH-02 their name is the hash of their members', async ({ ws }) => {
    const { alice, bob, eve } = await ws.trio()
    const group = await alice.client.createGroupChannel([bob.id, eve.id])
    const text = [alice.id, bob.id, eve.id].sort().join('')
    const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
    expect(group.name).toBe(Buffer.from(digest).toString('hex'))
    expect(group.display_name).toBe(
      [alice, bob, eve]
        .map(({ username }) => username)
        .sort()
        .join(', '),
    )
  })

  test('MC-CH-11 with the same id, the same members and everything that was said', async ({
    ws,
  }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const other = await ws.team()
    const carol = await ws.member('carol', team)
    const group = await alice.client.createGroupChannel([bob.id, carol.id])
    const post = await bob.post(group.id, 'long ago')
    const common = await alice.client.getGroupMessageMembersCommonTeams(group.id)
    expect(common.data.map(({ id }) => id)).toEqual([team.id])
    expect(await refusal(eve.client.getGroupMessageMembersCommonTeams(group.id))).toEqual(noChannel)
    const convert = (who: Member, id: string, teamId: string, name = unique('made')) =>
      who.client.convertGroupMessageToPrivateChannel(id, teamId, 'Made of a group', name)
    await ws.admin.client.addToTeam(other.team.id, alice.id)
    expect(await refusal(convert(alice, group.id, other.team.id))).toEqual({
      status: 400,
      id: 'app.channel.group_message_conversion.incorrect_team',
    })
    const taken = 'town-square'
    expect((await refusal(convert(alice, group.id, team.id, taken))).status).toBe(400)
    expect(await refusal(convert(eve, group.id, team.id))).toEqual(noChannel)

    using hears = await bob.socket()
    const { data: channel } = await convert(alice, group.id, team.id)
    expect(channel).toMatchObject({
      id: group.id,
      type: 'P',
      team_id: team.id,
      display_name: 'Made of a group',
    })
    await hears.until('channel_updated')
    const said = await hears.until('posted')
    const { type, props } = JSON.parse(String(said.data.post))
    expect(type).toBe('system_gm_to_channel')
    expect(props.convertedByUserId).toBe(alice.id)
    expect(props.gmMembersDuringConversionIDs.sort()).toEqual([alice.id, bob.id, carol.id].sort())
    expect((await carol.client.getPost(post.id)).message).toBe('long ago')
    expect(await bob.client.getMyChannelMember(group.id)).toMatchObject({ roles: 'channel_user' })
    expect(await alice.client.getMyChannelMember(group.id)).toMatchObject({ scheme_admin: true })
    // The same people can have a group conversation again.
    const again = await alice.client.createGroupChannel([bob.id, carol.id])
    expect(again.id).not.toBe(group.id)
    expect(await refusal(convert(alice, group.id, team.id))).toEqual({
      status: 404,
      id: 'app.channel.group_message_conversion.original_channel_not_gm',
    })
  })
})

describe('members of a channel', () => {
  test('are added as far as they are in the team', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const channel = await makeChannel(alice, team.id, 'P')
    const add = (ids: string[]) =>
      alice.request('POST', `/api/v4/channels/${channel.id}/members`, { user_ids: ids })
    expect(await add([eve.id, bob.id])).toMatchObject({ status: 201, body: [{ user_id: bob.id }] })
    expect(await add([eve.id])).toMatchObject({
      status: 404,
      body: { id: 'app.team.get_member.missing.app_error' },
    })
  })

  test('of a channel or team that groups rule over are not removed by others', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await makeChannel(alice, team.id)
    await alice.client.addToChannel(bob.id, channel.id)
    const patched = await alice.client.patchChannel(channel.id, {
      group_constrained: true,
    } as never)
    expect(patched.group_constrained).toBe(true)
    expect(await refusal(alice.client.removeFromChannel(bob.id, channel.id))).toEqual({
      status: 400,
      id: 'api.channel.remove_member.group_constrained.app_error',
    })
    await bob.client.removeFromChannel(bob.id, channel.id)
    await ws.admin.client.patchTeam({ id: team.id, group_constrained: true } as never)
    expect(await refusal(ws.admin.client.removeFromTeam(team.id, bob.id))).toEqual({
      status: 400,
      id: 'api.team.remove_member.group_constrained.app_error',
    })
  })
})

test('a team has only so many channels', async () => {
  await using server = await openTestServer({ MM_TEAMSETTINGS_MAXCHANNELSPERTEAM: '3' })
  const ws = await TestWorkspace.open(server.address)
  const { team } = await ws.team()
  const { id } = await makeChannel(ws.admin, team.id)
  expect(await refusal(makeChannel(ws.admin, team.id))).toEqual({
    status: 400,
    id: 'api.channel.create_channel.max_channel_limit.app_error',
  })
  await ws.admin.client.deleteChannel(id)
  expect((await makeChannel(ws.admin, team.id)).team_id).toBe(team.id)
})

describe('what the official client shows', () => {
  test('who left the team, and who was removed from it, unless that is to be quiet', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare, alice, bob } = await ws.trio()
    const { client } = ws.admin
    const newest = async () => {
      const { order, posts } = await client.getPosts(townSquare.id, 0, 1)
      return posts[order[0] ?? '']
    }
    await client.removeFromTeam(team.id, bob.id)
    expect(await newest()).toMatchObject({
      type: 'system_remove_from_team',
      user_id: bob.id,
      props: { username: bob.username },
    })
    await alice.client.removeFromTeam(team.id, alice.id)
    const left = await newest()
    expect(left).toMatchObject({ type: 'system_leave_team', user_id: alice.id })
    const workspace = await server.registry.ensureDefault()
    const key = 'ServiceSettings.ExperimentalEnableDefaultChannelLeaveJoinMessages'
    await workspace.config.save({ [key]: false }, '')
    await client.addToTeam(team.id, alice.id)
    await client.removeFromTeam(team.id, alice.id)
    expect((await newest())?.id).toBe(left?.id)
  })

  test('MC-CH-12 who joined, was added, left and was removed is told in props', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await makeChannel(alice, team.id)
    using hears = await alice.socket()
    await bob.client.addToChannel(bob.id, channel.id)
    await bob.client.removeFromChannel(bob.id, channel.id)
    await alice.client.addToChannel(bob.id, channel.id)
    await alice.client.removeFromChannel(bob.id, channel.id)
    const propsOf = async (type: string) => {
      const frame = await hears.until('posted', ({ data }) => String(data.post).includes(type))
      return JSON.parse(String(frame.data.post)).props
    }
    expect(await propsOf('system_join_channel')).toEqual({ username: bob.username })
    expect(await propsOf('system_leave_channel')).toEqual({ username: bob.username })
    expect(await propsOf('system_add_to_channel')).toEqual({
      userId: alice.id,
      username: alice.username,
      addedUserId: bob.id,
      addedUsername: bob.username,
    })
    expect(await propsOf('system_remove_from_channel')).toEqual({
      removedUserId: bob.id,
      removedUsername: bob.username,
    })
  })

  test('a banner is shown by who may, in channels of teams', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await makeChannel(alice, team.id)
    await bob.client.addToChannel(bob.id, channel.id)
    const banner = { enabled: true, text: 'Read the rules', background_color: '#dd3344' }
    const patch = (who: Member, banner_info: object, id = channel.id) =>
      who.client.patchChannel(id, { banner_info } as never)
    expect(await refusal(patch(bob, banner))).toEqual(denied)
    using hears = await bob.socket()
    expect((await patch(alice, banner)).banner_info).toEqual(banner)
    const told = await hears.until('channel_updated')
    expect(JSON.parse(String(told.data.channel)).banner_info).toEqual(banner)
    expect((await patch(alice, { enabled: false })).banner_info).toEqual({
      ...banner,
      enabled: false,
    })
    const wrong: [object, string][] = [
      [{ enabled: true, text: ' ' }, 'model.channel.is_valid.banner_info.text.empty.app_error'],
      [
        { text: 'x'.repeat(1025) },
        'model.channel.is_valid.banner_info.text.invalid_length.app_error',
      ],
      [
        { background_color: 'red' },
        'model.channel.is_valid.banner_info.background_color.invalid.app_error',
      ],
      [
        { enabled: true, background_color: '' },
        'model.channel.is_valid.banner_info.background_color.empty.app_error',
      ],
    ]
    for (const [banner_info, id] of wrong) {
      expect(await refusal(patch(alice, banner_info))).toEqual({ status: 400, id })
    }
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect(await refusal(patch(alice, banner, direct.id))).toEqual({
      status: 400,
      id: 'api.channel.update_channel.banner_info.channel_type.not_allowed',
    })
    const full = { ...channel, type: 'P' } as never
    expect(await refusal(alice.client.updateChannel(full))).toEqual({
      status: 400,
      id: 'api.channel.update_channel.typechange.app_error',
    })
  })

  test('members are given roles by name, of those that the channel has', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await makeChannel(alice, team.id)
    await bob.client.addToChannel(bob.id, channel.id)
    const set = (who: Member, roles: string) =>
      who.client.updateChannelMemberRoles(channel.id, bob.id, roles)
    expect(await refusal(set(bob, 'channel_user channel_admin'))).toEqual(denied)
    using hears = await bob.socket()
    await set(alice, 'channel_user channel_admin')
    const told = await hears.until('channel_member_updated')
    expect(JSON.parse(String(told.data.channelMember))).toMatchObject({
      roles: 'channel_user channel_admin',
      scheme_admin: true,
      explicit_roles: '',
    })
    const ids = 'api.channel.update_channel_member_roles'
    for (const [roles, id] of [
      ['channel_user system_admin', `${ids}.scheme_role.app_error`],
      ['channel_user nothing', `${ids}.scheme_role.app_error`],
      ['channel_admin', `${ids}.unset_user_scheme.app_error`],
      ['channel_guest', `${ids}.changing_guest_role.app_error`],
    ] as const) {
      expect(await refusal(set(alice, roles))).toEqual({ status: 400, id })
    }
    const flags = { scheme_admin: false, scheme_user: true, scheme_guest: true }
    const url = `/api/v4/channels/${channel.id}/members/${bob.id}/schemeRoles`
    expect(await alice.request('PUT', url, flags)).toMatchObject({
      status: 400,
      body: { id: `${ids}.guest_and_user.app_error` },
    })
  })
})

test('automatic translation is chosen by member where the channel has it', async () => {
  await using server = await openTestServer({ MM_AUTOTRANSLATIONSETTINGS_ENABLE: 'true' })
  const ws = await TestWorkspace.open(server.address)
  const { townSquare, alice } = await ws.trio()
  const call = () => alice.client.setMyChannelAutotranslation(townSquare.id, false)
  const ids = 'api.channel.update_channel_member_autotranslation'
  expect(await refusal(call())).toEqual({
    status: 400,
    id: `${ids}.channel_not_enabled.app_error`,
  })
  const patch = { autotranslation: true } as never
  expect(await refusal(alice.client.patchChannel(townSquare.id, patch))).toEqual(denied)
  await ws.admin.client.patchChannel(townSquare.id, patch)
  const { order, posts } = await alice.client.getPosts(townSquare.id, 0, 1)
  expect(posts[order[0] ?? '']).toMatchObject({
    type: 'system_autotranslation',
    props: { username: ws.admin.username, enabled: true },
  })
  await call()
  expect(await alice.client.getMyChannelMember(townSquare.id)).toMatchObject({
    autotranslation_disabled: true,
  })
})

test('automatic translation is off unless the administrator wants it', async ({ ws }) => {
  const { townSquare, alice } = await ws.trio()
  expect(await refusal(alice.client.setMyChannelAutotranslation(townSquare.id, true))).toEqual({
    status: 403,
    id: 'api.channel.update_channel_member_autotranslation.feature_not_available.app_error',
  })
  const patch = { autotranslation: true } as never
  expect(await refusal(ws.admin.client.patchChannel(townSquare.id, patch))).toEqual({
    status: 403,
    id: 'api.channel.patch_update_channel.feature_not_available.app_error',
  })
})
