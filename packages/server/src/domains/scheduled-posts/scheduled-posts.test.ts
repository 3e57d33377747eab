import type { ScheduledPost } from '@mattermost/types/schedule_post'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, type TestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { nowhere, uploadOne } from '@redoubt/testkit/uploads.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))
const minute = 60_000

/** Only ever moves forward: the tests share the server. */
let now = Date.now()
let server: TestServer
let ws: TestWorkspace

beforeAll(async () => {
  server = await openTestServer({}, { clock: () => now })
  ws = await TestWorkspace.open(server.address)
})

afterAll(() => server[Symbol.asyncDispose]())

type Wanted = Partial<ScheduledPost> & { scheduled_at: number; connectionId?: string }

async function schedule(
  member: Member,
  channelId: string,
  message: string,
  { connectionId = '', ...rest }: Wanted,
): Promise<ScheduledPost> {
  const wanted = { channel_id: channelId, message, root_id: '', props: {}, file_ids: [], ...rest }
  const { data } = await member.client.createScheduledPost(
    wanted as unknown as ScheduledPost,
    connectionId,
  )
  return data as ScheduledPost
}

async function list(member: Member, teamId: string, withDirect = true) {
  const { data } = await member.client.getScheduledPosts(teamId, withDirect)
  return data as unknown as Record<string, ScheduledPost[]>
}

test('MC-AUX-02 what is scheduled is sent at its time', async () => {
  const { team, townSquare, alice, bob } = await ws.trio()
  using hears = await alice.socket()
  const file = await uploadOne(alice, townSquare.id, 'a.txt', 'text')
  const priority = { priority: 'important', requested_ack: true }
  const post = await schedule(alice, townSquare.id, 'good morning', {
    scheduled_at: now + minute,
    file_ids: [file.id],
    metadata: { priority } as unknown as NonNullable<ScheduledPost['metadata']>,
  })
  expect(post).toMatchObject({
    user_id: alice.id,
    scheduled_at: now + minute,
    processed_at: 0,
    error_code: '',
    metadata: { files: [{ id: file.id }], priority },
  })
  expect(await list(alice, team.id)).toEqual({ [team.id]: [post], directChannels: [] })
  const created = await hears.until('scheduled_post_created')
  expect(parse(created.data.scheduledPost)).toEqual(post)

  now += minute
  const deleted = await hears.until('scheduled_post_deleted')
  expect(parse(deleted.data.scheduledPost)).toMatchObject({ id: post.id })
  const sent = Object.values((await bob.client.getPosts(townSquare.id)).posts)
  expect(sent.find(({ message }) => message === 'good morning')).toMatchObject({
    user_id: alice.id,
    file_ids: [file.id],
    metadata: { priority },
  })
  expect(await list(alice, team.id)).toEqual({ [team.id]: [], directChannels: [] })
})

test('MC-AUX-02 what can’t be sent says why: archived, not a member any more, thread gone', async () => {
  const { team, townSquare, alice, bob } = await ws.trio()
  using hears = await alice.socket()
  const make = async (name: string) => {
    const wanted = { team_id: team.id, name, display_name: name, type: 'P' }
    const made = await ws.admin.client.createChannel(
      wanted as Parameters<typeof ws.admin.client.createChannel>[0],
    )
    await ws.admin.client.addToChannel(alice.id, made.id)
    return made
  }
  const [archived, left] = [await make('archived'), await make('left')]
  const root = await bob.post(townSquare.id, 'root')
  const at = { scheduled_at: now + minute }
  const lost = [
    await schedule(alice, archived.id, 'too late', at),
    await schedule(alice, left.id, 'not here', at),
    await schedule(alice, townSquare.id, 'reply', { ...at, root_id: root.id }),
  ]
  await ws.admin.client.deleteChannel(archived.id)
  await ws.admin.client.removeFromChannel(alice.id, left.id)
  await bob.client.deletePost(root.id)
  now += minute
  const codes = ['channel_archived', 'no_channel_member', 'thread_deleted']
  for (const [index, error_code] of codes.entries()) {
    const failed = await hears.until(
      'scheduled_post_updated',
      ({ data }) => parse(data.scheduledPost).id === lost[index]?.id,
    )
    expect(parse(failed.data.scheduledPost)).toMatchObject({ error_code, processed_at: now })
    const told = await hears.until('posted', ({ data }) =>
      parse(data.post).message.includes(error_code),
    )
    expect(told.data.channel_type).toBe('D')
  }

  // What failed can be written again for another time.
  const [, , reply] = lost
  if (!reply) throw new Error('nothing was scheduled')
  const again = { ...reply, root_id: '', message: 'after all', scheduled_at: now + minute }
  const { data } = await alice.client.updateScheduledPost(again, '')
  expect(data).toMatchObject({ error_code: '', processed_at: 0, message: 'after all' })
})

test('scheduled posts are their authors’ alone, and can be changed until they are sent', async () => {
  const { team, townSquare, alice, bob, eve } = await ws.trio()
  using hears = await alice.socket()
  const hello = await hears.until('hello')
  const connectionId = String(hello.data.connection_id)
  const direct = await alice.client.createDirectChannel([alice.id, bob.id])
  const post = await schedule(alice, direct.id, 'one', {
    scheduled_at: now + minute,
    connectionId,
  })
  expect(await list(alice, team.id)).toEqual({ [team.id]: [], directChannels: [post] })
  expect(await list(alice, team.id, false)).toEqual({ [team.id]: [] })
  expect(await list(bob, team.id)).toEqual({ [team.id]: [], directChannels: [] })
  expect(await refusal(list(eve, team.id))).toMatchObject({ status: 404 })

  const later = { ...post, message: 'two', scheduled_at: now + 2 * minute }
  const missing = (name: string) => ({
    status: 404,
    id: `app.${name}_scheduled_post.existing_scheduled_post.not_exist`,
  })
  expect(await refusal(bob.client.updateScheduledPost(later, ''))).toEqual(missing('update'))
  expect(await refusal(bob.client.deleteScheduledPost(bob.id, post.id, ''))).toEqual(
    missing('delete'),
  )
  expect(await refusal(alice.client.deleteScheduledPost('', nowhere(post.id), ''))).toEqual(
    missing('delete'),
  )
  const { data } = await alice.client.updateScheduledPost(later, connectionId)
  expect(data).toMatchObject({ id: post.id, message: 'two', scheduled_at: now + 2 * minute })
  now += minute
  const removed = await alice.client.deleteScheduledPost(alice.id, post.id, '')
  expect(removed.data).toMatchObject({ id: post.id })
  await hears.until('scheduled_post_deleted')
  expect(hears.names.filter((name) => name.startsWith('scheduled'))).toEqual([
    'scheduled_post_deleted',
  ])

  const at = { scheduled_at: now + minute }
  const third = await schedule(alice, direct.id, 'three', at)
  const path = `/api/v4/posts/schedule/${third.id}`
  expect((await alice.request('PUT', path, { ...third, message: 'four' })).status).toBe(201)
  expect((await alice.request('DELETE', path)).status).toBe(201)
  const refused = (channelId: string, message: string, wanted: Wanted) =>
    refusal(schedule(alice, channelId, message, wanted))
  const invalid = (name: string) => ({
    status: 400,
    id: `model.scheduled_post.is_valid.${name}.app_error`,
  })
  const late = { scheduled_at: now - 5_001 }
  expect(await refused(direct.id, 'x', late)).toEqual(invalid('scheduled_at'))
  expect(await refused(direct.id, '', at)).toEqual(invalid('empty_post'))
  expect(await refused(direct.id, 'x'.repeat(16_384), at)).toMatchObject({ status: 400 })
  expect(await refused(nowhere(direct.id), 'x', at)).toMatchObject({ status: 404 })
  expect(await refused(townSquare.id, 'x', { ...at, root_id: direct.id })).toMatchObject({
    status: 400,
  })
  expect(await refusal(schedule(eve, townSquare.id, 'x', at))).toMatchObject({ status: 404 })
})

test('without ServiceSettings.ScheduledPosts nothing can be scheduled', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_SCHEDULEDPOSTS: 'false' })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare } = await ws.team()
  const disabled = { status: 400, id: 'api.scheduled_posts.feature_disabled' }
  const at = { scheduled_at: Date.now() + minute }
  expect(await refusal(schedule(ws.admin, townSquare.id, 'x', at))).toEqual(disabled)
  expect(await refusal(list(ws.admin, team.id))).toEqual(disabled)
})
