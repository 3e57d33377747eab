import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const noChannel = { status: 404, id: 'app.channel.get.existing.app_error' }
const denied = { status: 403, id: 'api.context.permissions.app_error' }

async function withChannel(ws: TestWorkspace, type: 'O' | 'P' = 'O') {
  const trio = await ws.trio()
  const name = unique('topic')
  const channel = await trio.alice.client.createChannel({
    team_id: trio.team.id,
    name,
    display_name: `The ${name}`,
    type,
  } as never)
  return { ...trio, channel }
}

describe('channels', () => {
  test('public ones are browsed, joined, left and joined again', async ({ ws }) => {
    const { team, channel, alice, bob } = await withChannel(ws)
    using hears = await alice.socket()
    const browsed = await bob.client.getChannels(team.id)
    expect(browsed.map(({ id }) => id)).toContain(channel.id)
    await bob.client.addToChannel(bob.id, channel.id)
    expect((await hears.until('user_added')).data).toEqual({ user_id: bob.id, team_id: team.id })
    const joined = await hears.until('posted')
    expect(JSON.parse(String(joined.data.post))).toMatchObject({
      type: 'system_join_channel',
      props: { username: bob.username },
    })
    await bob.client.removeFromChannel(bob.id, channel.id)
    expect((await hears.until('user_removed')).data).toEqual({
      user_id: bob.id,
      remover_id: bob.id,
    })
    expect((await bob.client.addToChannel(bob.id, channel.id)).user_id).toBe(bob.id)
  })

  test('private ones are as if they were not there, until one is added', async ({ ws }) => {
    const { team, channel, alice, bob } = await withChannel(ws, 'P')
    expect(await refusal(bob.client.getChannel(channel.id))).toEqual(noChannel)
    expect(await refusal(bob.client.getChannelByName(team.id, channel.name))).toMatchObject({
      status: 404,
    })
    expect(await refusal(bob.client.addToChannel(bob.id, channel.id))).toEqual(noChannel)
    expect(await bob.client.autocompleteChannels(team.id, channel.name)).toEqual([])
    using hears = await bob.socket()
    await alice.client.addToChannel(bob.id, channel.id)
    await hears.until('user_added')
    const found = await bob.client.getChannelByNameAndTeamName(team.name, channel.name)
    expect(found.id).toBe(channel.id)
    await alice.post(channel.id, 'welcome')
    await hears.until('posted', (frame) => String(frame.data.post).includes('welcome'))
    expect(
      await ws.admin.request('GET', `/api/v4/teams/${team.id}/channels/private`),
    ).toMatchObject({ status: 200 })
    expect(await bob.request('GET', `/api/v4/teams/${team.id}/channels/private`)).toMatchObject({
      status: 403,
    })
  })

  test('MC-CH-01 direct and group channels are the same however they are asked for', async ({
    ws,
  }) => {
    const { alice, bob, eve } = await ws.trio()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const again = await bob.client.createDirectChannel([bob.id, alice.id])
    expect(again.id).toBe(direct.id)
    expect(direct).toMatchObject({
      name: [alice.id, bob.id].sort().join('__'),
      type: 'D',
      team_id: '',
    })
    expect(await refusal(eve.client.getChannel(direct.id))).toEqual(noChannel)
    expect(await refusal(eve.client.createDirectChannel([alice.id, bob.id]))).toEqual(denied)
    const own = await alice.client.createDirectChannel([alice.id, alice.id])
    expect(own.name).toBe(`${alice.id}__${alice.id}`)
    using hears = await eve.socket()
    const group = await alice.client.createGroupChannel([bob.id, eve.id])
    await hears.until('group_added')
    expect(group.name).toMatch(/^[a-f0-9]{40}$/)
    expect((await bob.client.createGroupChannel([eve.id, alice.id])).id).toBe(group.id)
    expect(await refusal(alice.client.createGroupChannel([bob.id]))).toMatchObject({
      id: 'api.channel.create_group.bad_size.app_error',
    })
  })

  test('a direct message is always a mention', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    await alice.post(direct.id, 'psst')
    expect(await bob.client.getMyChannelMember(direct.id)).toMatchObject({
      mention_count: 1,
      msg_count: 0,
    })
  })

  test('changes are said in the channel and told to its members', async ({ ws }) => {
    const { channel, alice, bob } = await withChannel(ws)
    await bob.client.addToChannel(bob.id, channel.id)
    using hears = await bob.socket()
    await alice.client.patchChannel(channel.id, { header: 'new header' })
    const frame = await hears.until('channel_updated')
    expect(JSON.parse(String(frame.data.channel)).header).toBe('new header')
    const said = await hears.until('posted')
    expect(JSON.parse(String(said.data.post))).toMatchObject({
      type: 'system_header_change',
      message: `${alice.username} set the channel header to: new header`,
      props: { username: alice.username, old_header: '', new_header: 'new header' },
    })
    await alice.client.patchChannel(channel.id, { header: '' })
    const removed = await hears.until('posted', ({ data }) => String(data.post).includes('removed'))
    expect(JSON.parse(String(removed.data.post))).toMatchObject({
      message: `${alice.username} removed the channel header, which was: new header`,
      props: { username: alice.username, old_header: 'new header', new_header: '' },
    })
    // What nobody sees must not disguise what a channel is called.
    const disguised = { display_name: 'The\u202e to\ufeffpic\u2028' }
    expect((await alice.client.patchChannel(channel.id, disguised)).display_name).toBe('The topic')
    const whole = await alice.client.updateChannel({ ...channel, purpose: 'why' } as never)
    expect(whole.purpose).toBe('why')
    expect(
      await refusal(alice.client.patchChannel(channel.id, { name: 'Bad Name' })),
    ).toMatchObject({
      id: 'model.channel.is_valid.name.app_error',
    })
  })

  test('MC-CH-06 the town square keeps its name, its members and its kind', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const { client } = ws.admin
    expect(await refusal(client.patchChannel(townSquare.id, { name: 'other' }))).toMatchObject({
      status: 400,
    })
    expect(await refusal(client.deleteChannel(townSquare.id))).toMatchObject({ status: 400 })
    expect(await refusal(client.updateChannelPrivacy(townSquare.id, 'P'))).toMatchObject({
      status: 400,
    })
    expect(await refusal(alice.client.removeFromChannel(alice.id, townSquare.id))).toEqual({
      status: 400,
      id: 'api.channel.remove.default.app_error',
    })
  })

  test('MC-CH-04 an archived channel is read-only until it is restored', async ({ ws }) => {
    const { team, channel, alice } = await withChannel(ws)
    const post = await alice.post(channel.id, 'before')
    await alice.client.deleteChannel(channel.id)
    expect(await refusal(alice.post(channel.id, 'after'))).toEqual({
      status: 400,
      id: 'api.post.create_post.can_not_post_to_deleted.error',
    })
    const isArchived = {
      status: 400,
      id: 'api.post.patch_post.can_not_update_post_in_deleted.error',
    }
    expect(await refusal(alice.client.patchPost({ id: post.id, message: 'edited' }))).toEqual(
      isArchived,
    )
    expect(await refusal(alice.client.pinPost(post.id))).toEqual(isArchived)
    expect((await alice.client.getArchivedChannels(team.id)).map(({ id }) => id)).toEqual([
      channel.id,
    ])
    const since = `include_deleted=true&last_delete_at=${channel.create_at}`
    const mine = await alice.request('GET', `/api/v4/users/me/teams/${team.id}/channels?${since}`)
    expect(JSON.stringify(mine.body)).toContain(channel.id)
    await ws.admin.client.unarchiveChannel(channel.id)
    expect((await alice.post(channel.id, 'after')).message).toBe('after')
  })

  test('a public channel becomes private', async ({ ws }) => {
    const { channel, bob } = await withChannel(ws)
    expect((await bob.client.getChannel(channel.id)).type).toBe('O')
    expect((await ws.admin.client.updateChannelPrivacy(channel.id, 'P')).type).toBe('P')
    expect(await refusal(bob.client.getChannel(channel.id))).toEqual(noChannel)
  })

  test('MC-CH-03 notify_props of a member are merged and checked', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    await alice.client.updateChannelNotifyProps({
      channel_id: townSquare.id,
      user_id: alice.id,
      mark_unread: 'mention',
    } as never)
    const member = await alice.client.getMyChannelMember(townSquare.id)
    expect(member.notify_props).toMatchObject({ mark_unread: 'mention', desktop: 'default' })
    for (const [nonsense, part] of [
      [{ desktop: 'often' }, 'notify_level'],
      [{ push: '' }, 'push_level'],
      [{ email: 'default ' }, 'email_value'],
      [{ mark_unread: 'never' }, 'unread_level'],
      [{ ignore_channel_mentions: 'true' }, 'ignore_channel_mentions_value'],
      [{ channel_auto_follow_threads: 'default' }, 'channel_auto_follow_threads_value'],
      [{ desktop_notification_sound: 'x'.repeat(257) }, 'notify_props'],
    ] as const) {
      const props = { channel_id: townSquare.id, user_id: alice.id, ...nonsense }
      expect(await refusal(alice.client.updateChannelNotifyProps(props as never))).toEqual({
        status: 400,
        id: `model.channel_member.is_valid.${part}.app_error`,
      })
    }
    const sound = { desktop_notification_sound: 'Bing', unknown: 'x' }
    const props = { channel_id: townSquare.id, user_id: alice.id, ...sound }
    await alice.client.updateChannelNotifyProps(props as never)
    const after = await alice.client.getMyChannelMember(townSquare.id)
    expect(after.notify_props).toEqual({
      ...member.notify_props,
      desktop_notification_sound: 'Bing',
    })
  })

  test('members are listed without the times of others, promoted by those who may', async ({
    ws,
  }) => {
    const { channel, alice, bob, eve } = await withChannel(ws)
    await bob.client.addToChannel(bob.id, channel.id)
    const members = await alice.client.getChannelMembers(channel.id)
    expect(members.find((member) => member.user_id === bob.id)).toMatchObject({
      last_viewed_at: -1,
      last_update_at: -1,
    })
    expect(await alice.client.getChannelMembersByIds(channel.id, [bob.id])).toHaveLength(1)
    expect(await refusal(eve.client.getChannelMembers(channel.id))).toEqual(noChannel)
    expect(
      await refusal(bob.client.updateChannelMemberSchemeRoles(channel.id, bob.id, true, true)),
    ).toEqual(denied)
    await alice.client.updateChannelMemberSchemeRoles(channel.id, bob.id, true, true)
    expect((await bob.client.getMyChannelMember(channel.id)).roles).toBe(
      'channel_user channel_admin',
    )
    expect(await alice.client.getChannelStats(channel.id)).toMatchObject({
      member_count: 2,
      guest_count: 0,
    })
    const counts = await alice.request('POST', '/api/v4/channels/stats/member_count', [channel.id])
    expect(counts.body).toEqual({ [channel.id]: 2 })
    const added = await alice.request('POST', `/api/v4/channels/${channel.id}/members`, {
      user_ids: [bob.id, alice.id],
    })
    expect(added).toMatchObject({ status: 201, body: [{}, {}] })
    expect(await refusal(alice.client.addToChannel(eve.id, channel.id))).toEqual({
      status: 404,
      id: 'app.team.get_member.missing.app_error',
    })
  })

  test('MC-BOOT-02 MC-BOOT-09 memberships stream as lines, and no channels are an empty list', async ({
    ws,
  }) => {
    const { team, alice, eve } = await ws.trio()
    const { body, headers } = await alice.request('GET', '/api/v4/users/me/channel_members?page=-1')
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    const text = String(body)
    expect(text.endsWith('\n')).toBe(true)
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatchObject({ user_id: alice.id, team_name: team.name })
    expect(
      (await alice.request('GET', '/api/v4/users/me/channel_members?page=0&per_page=1')).body,
    ).toHaveLength(1)
    expect(await eve.client.getAllTeamsChannels()).toEqual([])
    expect(await alice.client.getMyChannelMembers(team.id)).toHaveLength(2)
  })

  test('are found by a part of the name, those that begin with it first', async ({ ws }) => {
    const { team, channel, alice } = await withChannel(ws)
    const part = channel.name.slice(2)
    expect((await alice.client.searchChannels(team.id, part)).map(({ id }) => id)).toEqual([
      channel.id,
    ])
    const found = await alice.client.autocompleteChannelsForSearch(team.id, channel.name)
    expect(found.map(({ id }) => id)).toEqual([channel.id])
    expect(await alice.client.autocompleteChannels(team.id, '%')).toEqual([])
    const byIds = await alice.request('POST', `/api/v4/teams/${team.id}/channels/ids`, [channel.id])
    expect(byIds.body).toMatchObject([{ id: channel.id }])
  })
})

describe('unread counters', () => {
  test('MC-UNR-01 MC-UNR-02 MC-UNR-07 count what others wrote, until it is viewed', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const mine = () => bob.client.getMyChannelMember(townSquare.id)
    for (const text of ['one', 'two', `three @${bob.username}`])
      await alice.post(townSquare.id, text)
    const unread = await bob.request('GET', `/api/v4/users/me/channels/${townSquare.id}/unread`)
    expect(unread.body).toMatchObject({ msg_count: 3, msg_count_root: 3, mention_count: 1 })
    expect(await bob.client.getMyTeamUnreads(true)).toMatchObject([
      { team_id: team.id, msg_count: 3, mention_count: 1 },
    ])
    // The author has read what they wrote.
    expect((await alice.client.getMyChannelMember(townSquare.id)).msg_count).toBe(3)

    using hears = await bob.socket()
    const viewed = await bob.client.viewMyChannel(townSquare.id)
    const channel = await bob.client.getChannel(townSquare.id)
    expect(viewed).toEqual({
      status: 'OK',
      last_viewed_at_times: { [townSquare.id]: channel.last_post_at },
    })
    expect(await mine()).toMatchObject({
      msg_count: 3,
      mention_count: 0,
      last_viewed_at: channel.last_post_at,
    })
    const frame = await hears.until('multiple_channels_viewed')
    expect(frame.data).toEqual({ channel_times: { [townSquare.id]: channel.last_post_at } })
  })

  test('MC-UNR-11 viewing what holds nothing new tells nobody', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await bob.client.viewMyChannel(townSquare.id)
    using hears = await bob.socket()
    await bob.client.viewMyChannel(townSquare.id)
    await bob.request('POST', '/api/v4/channels/members/me/mark_read', [townSquare.id])
    await alice.post(townSquare.id, 'later')
    await hears.until('posted')
    expect(hears.names).not.toContain('multiple_channels_viewed')
  })

  test('MC-UNR-04 marking a post unread counts from it on', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const posts = []
    for (const text of ['one', 'two', 'three']) posts.push(await alice.post(townSquare.id, text))
    await bob.client.viewMyChannel(townSquare.id)
    using hears = await bob.socket()
    const second = posts[1]
    if (!second) throw new Error('no post')
    const unread = await bob.client.markPostAsUnread(bob.id, second.id)
    expect(unread).toMatchObject({ msg_count: 1, last_viewed_at: second.create_at - 1 })
    await hears.until('post_unread')
    const left = await bob.request('GET', `/api/v4/users/me/channels/${townSquare.id}/unread`)
    expect(left.body).toMatchObject({ msg_count: 2 })
  })

  test('MC-UNR-05 a muted channel counts no messages', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const mute = { channel_id: townSquare.id, user_id: bob.id, mark_unread: 'mention' }
    await bob.client.updateChannelNotifyProps(mute as never)
    await alice.post(townSquare.id, 'noise')
    expect(await bob.client.getMyTeamUnreads(false)).toMatchObject([{ msg_count: 0 }])
  })
})

test('who is added from a thread is announced in that thread', async ({ ws }) => {
  const { team, townSquare, alice, bob } = await ws.trio()
  const channel = await alice.client.createChannel({
    team_id: team.id,
    name: unique('thread'),
    display_name: 'Thread',
    type: 'O',
  } as never)
  const root = await alice.post(channel.id, 'who else?')
  const elsewhere = await alice.post(townSquare.id, 'not here')
  const reply = await alice.post(channel.id, 'an answer', { root_id: root.id })

  for (const id of [elsewhere.id, reply.id, alice.id, 'x']) {
    expect(await refusal(alice.client.addToChannel(bob.id, channel.id, id))).toEqual({
      status: 400,
      id: 'api.context.invalid_body_param.app_error',
    })
  }
  await alice.client.addToChannel(bob.id, channel.id, root.id)
  const { posts } = await bob.client.getPostThread(root.id)
  const said = Object.values(posts).find((post) => post.type === 'system_add_to_channel')
  expect(said).toMatchObject({ root_id: root.id, props: { addedUserId: bob.id } })
  expect(posts[root.id]?.reply_count).toBe(2)
  // Whoever isn't in the channel's team stays out, thread or not.
  const outsider = await ws.member('outsider')
  const refused = await refusal(alice.client.addToChannel(outsider.id, channel.id, root.id))
  expect(refused.status).toBe(404)
})
