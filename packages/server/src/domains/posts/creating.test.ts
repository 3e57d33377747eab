import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { nowhere, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))

/** A channel of a team; whoever makes it is in it. */
async function channel(member: Member, teamId: string, name: string, type: 'O' | 'P' = 'O') {
  const wanted = { team_id: teamId, name, display_name: name.toUpperCase(), type }
  return member.client.createChannel(wanted as Parameters<typeof member.client.createChannel>[0])
}

describe('a new post', () => {
  test('MC-POST-03 that was refused can be sent again, and so can one that was deleted', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const pending = { pending_post_id: `${alice.id}:3` }
    const tooLong = 'x'.repeat(16_384)
    expect(await refusal(alice.post(townSquare.id, tooLong, pending))).toMatchObject({
      status: 400,
    })
    const first = await alice.post(townSquare.id, 'short enough', pending)
    expect(first).toMatchObject(pending)
    await alice.client.deletePost(first.id)
    const again = await alice.post(townSquare.id, 'once more', pending)
    expect(again).toMatchObject({ message: 'once more', ...pending })
    expect(again.id).not.toBe(first.id)
  })

  test('MC-POST-11 gets no file of somebody else', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const own = await uploadOne(alice, townSquare.id, 'own.txt', 'mine')
    const foreign = await uploadOne(bob, townSquare.id, 'foreign.txt', 'not yours')
    const post = await alice.post(townSquare.id, 'two', { file_ids: [own.id, foreign.id] })
    expect(post.file_ids).toEqual([own.id])
    expect(post.metadata.files.map(({ id }) => id)).toEqual([own.id])
    expect(await alice.client.getFileInfosForPost(post.id)).toMatchObject([{ id: own.id }])
    const reused = await refusal(alice.post(townSquare.id, '', { file_ids: [own.id] }))
    expect(reused.id).toBe('model.post.is_valid.message_or_files.app_error')
  })

  test('names public channels that its author may read, and no others', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const open = await channel(ws.admin, team.id, 'open-one')
    await channel(ws.admin, team.id, 'closed-one', 'P')
    const message = 'see ~open-one. and ~closed-one, ~missing; not `~off-topic` x~off-topic'
    const lie = { props: { channel_mentions: { 'closed-one': {} }, add_channel_member: {} } }
    const { props } = await alice.post(townSquare.id, message, lie)
    const expected = { id: open.id, display_name: 'OPEN-ONE', team_name: team.name }
    expect(props).toEqual({ channel_mentions: { 'open-one': expected } })
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const told = await alice.post(direct.id, message, { props: { current_team_id: team.id } })
    expect(told.props).toEqual({ channel_mentions: { 'open-one': expected } })
    const edited = await alice.client.patchPost({ id: told.id, message: 'never mind' })
    expect(edited.props).toEqual({})
  })

  test('is written in public channels by whoever may, member or not', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const open = await channel(ws.admin, team.id, 'for-all')
    const closed = await channel(ws.admin, team.id, 'for-few', 'P')
    expect(await refusal(alice.post(open.id, 'x'))).toMatchObject({ status: 403 })
    for (const who of [bob, eve]) {
      await ws.admin.client.updateUserRoles(who.id, 'system_user system_post_all_public')
      expect(await who.post(open.id, 'from outside')).toMatchObject({ user_id: who.id })
      expect(await refusal(who.post(closed.id, 'x'))).toMatchObject({ status: 404 })
    }
  })

  test('MC-POST-12 for one pair of eyes is seen by nobody else, and after a reload by nobody', async ({
    ws,
  }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    using aliceHears = await alice.socket()
    using bobHears = await bob.socket()
    const whisper = (from: Member, toId: string) =>
      from.client.createPostEphemeral(toId, {
        channel_id: townSquare.id,
        message: 'psst',
      } as Parameters<typeof from.client.createPostEphemeral>[1])

    const post = await whisper(ws.admin, alice.id)

    const frame = await aliceHears.until('ephemeral_message')
    expect(parse(frame.data.post)).toMatchObject({ id: post.id, type: 'system_ephemeral' })
    expect(frame.broadcast).toMatchObject({ user_id: alice.id, channel_id: townSquare.id })
    expect(await refusal(alice.client.getPost(post.id))).toMatchObject({ status: 404 })
    expect((await alice.client.getPosts(townSquare.id)).order).not.toContain(post.id)
    expect(bobHears.names).toEqual([])
    for (const who of [alice, eve]) {
      expect(await refusal(whisper(who, bob.id))).toMatchObject({ status: 403 })
    }
  })
})

describe('posts are deleted', () => {
  test('MC-POST-06 with their replies and files, and what others began to say', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const file = await uploadOne(bob, townSquare.id, 'a.txt', 'text')
    const reply = await bob.post(townSquare.id, 'x', { root_id: root.id, file_ids: [file.id] })
    const draft = { channel_id: townSquare.id, root_id: root.id, message: 'begun' }
    await bob.request('POST', '/api/v4/drafts', draft)
    await alice.client.deletePost(root.id)
    for (const url of [`posts/${reply.id}`, `files/${file.id}`, `files/${file.id}/info`]) {
      expect((await alice.request('GET', `/api/v4/${url}`)).status).toBe(404)
    }
    expect(await bob.client.getUserDrafts(team.id)).toEqual([])
    expect(await ws.admin.client.getPost(reply.id, true)).toMatchObject({ message: '' })
    expect(await refusal(alice.client.getPost(reply.id, true))).toMatchObject({ status: 403 })
    const forGood = `/api/v4/posts/${reply.id}?permanent=true`
    expect(await ws.admin.request('DELETE', forGood)).toMatchObject({ status: 501 })
  })

  test('MC-LIST-09 and their neighbours know the next ones', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const posts = []
    for (const text of ['a', 'b', 'c', 'd', 'e']) posts.push(await alice.post(townSquare.id, text))
    const [a, b, c, d, e] = posts.map(({ id }) => id)
    await alice.client.deletePost(b ?? '')
    await alice.client.deletePost(d ?? '')
    const before = await alice.client.getPostsBefore(townSquare.id, e ?? '', 0, 1)
    expect(before).toMatchObject({ order: [c], next_post_id: e, prev_post_id: a })
    const after = await alice.client.getPostsAfter(townSquare.id, a ?? '', 0, 1)
    expect(after).toMatchObject({ order: [c], next_post_id: e, prev_post_id: a })
  })
})

test('GET posts/{id}/info tells where a permalink leads those who could join', async ({ ws }) => {
  const { team, alice, eve } = await ws.trio()
  const open = await channel(ws.admin, team.id, 'public-one')
  const closed = await channel(ws.admin, team.id, 'private-one', 'P')
  const [inOpen, inClosed] = [
    await ws.admin.post(open.id, 'x'),
    await ws.admin.post(closed.id, 'x'),
  ]
  expect(await alice.client.getPostInfo(inOpen.id)).toEqual({
    channel_id: open.id,
    channel_type: 'O',
    channel_display_name: 'PUBLIC-ONE',
    has_joined_channel: false,
    team_id: team.id,
    team_type: team.type,
    team_display_name: team.display_name,
    has_joined_team: true,
  })
  const missing = { status: 404, id: 'app.post.get.app_error' }
  expect(await refusal(alice.client.getPostInfo(inClosed.id))).toEqual(missing)
  expect(await refusal(eve.client.getPostInfo(inOpen.id))).toEqual(missing)
  expect(await refusal(alice.client.getPostInfo(nowhere(inOpen.id)))).toEqual(missing)
  await ws.admin.client.addToChannel(alice.id, closed.id)
  const joined = { has_joined_channel: true, channel_type: 'P' }
  expect(await alice.client.getPostInfo(inClosed.id)).toMatchObject(joined)
})

test('MC-POST-07 in hardened mode nobody gives themselves out as an integration', async () => {
  await using server = await openTestServer({
    MM_SERVICESETTINGS_EXPERIMENTALENABLEHARDENEDMODE: 'true',
    MM_TEAMSETTINGS_RESTRICTDIRECTMESSAGE: 'team',
    MM_SERVICESETTINGS_ENABLEAPIPOSTDELETION: 'true',
    MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION: 'true',
    MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS: 'true',
  })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  const plain = await alice.post(townSquare.id, 'x', { props: { anything: 'else' } })
  const refused = { status: 400, id: 'api.context.invalid_body_param.app_error' }
  for (const name of ['from_webhook', 'override_username', 'override_icon_url']) {
    const props = { [name]: 'true' }
    expect(await refusal(alice.post(townSquare.id, 'x', { props }))).toEqual(refused)
    expect(await refusal(alice.client.patchPost({ id: plain.id, props }))).toEqual(refused)
  }

  // A bot may, and its posts say whose they are.
  const bot = await ws.admin.client.createBot({ username: 'robot' })
  await ws.admin.client.addToTeam(team.id, bot.user_id)
  const { token } = await ws.admin.client.createUserAccessToken(bot.user_id, 'test')
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const props = { override_username: 'R2' }
  const body = JSON.stringify({ channel_id: townSquare.id, message: 'beep', props })
  const answer = await fetch(`${ws.url}/api/v4/posts`, { method: 'POST', headers, body })
  const beep = (await answer.json()) as { id: string; props: object }
  expect(beep.props).toEqual({ ...props, from_bot: 'true' })
  const edited = await ws.admin.client.patchPost({ id: beep.id, props: { other: 1 } })
  expect(edited.props).toEqual({ other: 1, from_bot: 'true' })

  // People who have lost their common team can no longer write to each other.
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const common = await alice.post(direct.id, 'while we are here')
  await ws.admin.client.removeFromTeam(team.id, bob.id)
  const { client } = alice
  for (const [ask, id] of [
    [
      () => client.patchPost({ id: common.id, message: 'x' }),
      'api.post.patch_post.can_not_update_post_in_restricted_dm.error',
    ],
    [
      () => client.updatePost({ ...common, message: 'x' }),
      'api.post.update_post.can_not_update_post_in_restricted_dm.error',
    ],
    [
      () => client.addReaction(alice.id, common.id, 'tada'),
      'api.reaction.save.restricted_dm.error',
    ],
    [
      () => client.deletePost(common.id),
      'api.post.delete_post.can_not_delete_from_restricted_dm.error',
    ],
  ] as const) {
    expect(await refusal(ask())).toEqual({ status: 400, id })
  }
  expect(await refusal(alice.post(direct.id, 'still there?'))).toEqual({
    status: 400,
    id: 'api.post.create_post.can_not_post_in_restricted_dm.error',
  })
  const inDirect = { channel_id: direct.id, message: 'later' }
  const upload = { channel_id: direct.id, filename: 'a.txt', file_size: 4 }
  for (const [url, wanted, id] of [
    ['drafts', inDirect, 'api.draft.create_draft.can_not_draft_to_restricted_dm.error'],
    [
      'posts/schedule',
      { ...inDirect, scheduled_at: Date.now() + 60_000 },
      'app.save_scheduled_post.restricted_dm.error',
    ],
    ['uploads', upload, 'app.upload.create.cannot_upload_to_restricted_dm.error'],
    [
      'commands/execute',
      { channel_id: direct.id, command: '/shrug' },
      'api.command.execute_command.restricted_dm.error',
    ],
  ] as const) {
    const answer = await alice.request('POST', `/api/v4/${url}`, wanted)
    expect([url, answer.status, answer.body]).toMatchObject([url, 400, { id }])
  }
  expect(await refusal(uploadOne(alice, direct.id, 'a.txt', 'text'))).toEqual({
    status: 400,
    id: 'api.file.upload_file.restricted_dm.error',
  })

  // Nothing is left of what is deleted for good, and administrators alone do that.
  const file = await uploadOne(alice, townSquare.id, 'a.txt', 'text')
  const doomed = await alice.post(townSquare.id, 'first', { file_ids: [file.id] })
  await alice.client.patchPost({ id: doomed.id, message: 'second' })
  const url = `/api/v4/posts/${doomed.id}?permanent=true`
  for (const who of [alice, eve]) {
    expect((await who.request('DELETE', url)).status).toBe(403)
  }
  using hears = await alice.socket()
  expect(await ws.admin.request('DELETE', url)).toMatchObject({ status: 200 })
  await hears.until('post_deleted')
  expect(await refusal(ws.admin.client.getPost(doomed.id, true))).toMatchObject({ status: 404 })
  const since = await alice.client.getPostsSince(townSquare.id, doomed.create_at - 1)
  const left = Object.values((since as { posts: Record<string, { message: string }> }).posts)
  expect(left.filter(({ message }) => ['first', 'second'].includes(message))).toEqual([])
})
