import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import type { TestSocket } from '@redoubt/testkit/test-socket.ts'
import type { EventFrame } from '@redoubt/wire/socket.ts'
import { expect } from 'vitest'

/** How a field goes over the wire; `json` is an object or list that was encoded once more. */
type Kind = 'string' | 'boolean' | 'number' | 'object' | 'array' | 'json'
type Fields = Record<string, Kind>

const post: Fields = { post: 'json' }
const counts: Fields = {
  msg_count: 'number',
  msg_count_root: 'number',
  mention_count: 'number',
  mention_count_root: 'number',
  urgent_mention_count: 'number',
  last_viewed_at: 'number',
  post_id: 'string',
}
const posted: Fields = {
  ...post,
  channel_type: 'string',
  channel_display_name: 'string',
  channel_name: 'string',
  sender_name: 'string',
  team_id: 'string',
  set_online: 'boolean',
}

/** The catalogue: the fields that each event always has. */
const catalogue: Record<string, Fields> = {
  hello: { server_version: 'string', connection_id: 'string', server_hostname: 'string' },
  posted,
  ephemeral_message: post,
  post_edited: post,
  post_deleted: post,
  post_unread: counts,
  reaction_added: { reaction: 'json' },
  reaction_removed: { reaction: 'json' },
  post_acknowledgement_added: { acknowledgement: 'json' },
  post_acknowledgement_removed: { acknowledgement: 'json' },
  thread_updated: {
    thread: 'json',
    previous_unread_mentions: 'number',
    previous_unread_replies: 'number',
  },
  thread_follow_changed: { thread_id: 'string', state: 'boolean', reply_count: 'number' },
  thread_read_changed: { timestamp: 'number' },
  typing: { parent_id: 'string', user_id: 'string' },
  status_change: { status: 'string', user_id: 'string' },
  user_updated: { user: 'object' },
  new_user: { user_id: 'string' },
  user_role_updated: { user_id: 'string', roles: 'string' },
  memberrole_updated: { member: 'json' },
  channel_created: { channel_id: 'string', team_id: 'string' },
  channel_updated: { channel: 'json' },
  channel_converted: { channel_id: 'string' },
  channel_deleted: { channel_id: 'string', delete_at: 'number' },
  channel_restored: { channel_id: 'string' },
  channel_member_updated: { channelMember: 'json' },
  channel_scheme_updated: {},
  direct_added: { creator_id: 'string', teammate_id: 'string' },
  group_added: { teammate_ids: 'json' },
  user_added: { user_id: 'string', team_id: 'string' },
  user_removed: { remover_id: 'string' },
  multiple_channels_viewed: { channel_times: 'object' },
  channel_bookmark_created: { bookmark: 'json' },
  channel_bookmark_updated: { bookmarks: 'json' },
  channel_bookmark_sorted: { bookmarks: 'json' },
  channel_bookmark_deleted: { bookmark: 'json' },
  sidebar_category_created: { category_id: 'string' },
  sidebar_category_deleted: { category_id: 'string' },
  sidebar_category_updated: {},
  sidebar_category_order_updated: { order: 'array' },
  preferences_changed: { preferences: 'json' },
  preferences_deleted: { preferences: 'json' },
  added_to_team: { team_id: 'string', user_id: 'string' },
  leave_team: { team_id: 'string', user_id: 'string' },
  update_team: { team: 'json' },
  delete_team: { team: 'json' },
  restore_team: { team: 'json' },
  draft_created: { draft: 'json' },
  draft_deleted: { draft: 'json' },
  scheduled_post_created: { scheduledPost: 'json' },
  scheduled_post_updated: { scheduledPost: 'json' },
  scheduled_post_deleted: { scheduledPost: 'json' },
  role_updated: { role: 'json' },
  config_changed: { config: 'object' },
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** What is wrong with an event's data, by the catalogue. */
function faultsOf({ event, data }: EventFrame): string[] {
  const fields = catalogue[event]
  if (!fields) return [`${event} is not in the catalogue`]
  return Object.entries(fields).flatMap(([name, kind]) => {
    const value = data[name]
    const found = kindOf(value)
    if (kind !== 'json') return found === kind ? [] : [`${event}.${name} is ${found}, not ${kind}`]
    if (typeof value !== 'string') return [`${event}.${name} is not encoded twice`]
    const inner: unknown = JSON.parse(value)
    return typeof inner === 'object' && inner !== null ? [] : [`${event}.${name} holds no object`]
  })
}

test('MC-EV-01 MC-EV-02 every event has the fields of the catalogue, in their form', async ({
  ws,
}) => {
  const { team, townSquare, alice, bob } = await ws.trio()
  using ofAlice = await alice.socket()
  using ofBob = await bob.socket()
  using ofAdmin = await ws.admin.socket()
  await actOnEverything({ admin: ws.admin, alice, bob }, team.id, townSquare.id)
  const heard = () => [ofAlice, ofBob, ofAdmin].flatMap((socket: TestSocket) => socket.heard)
  const names = () => [...new Set(heard().map(({ event }) => event))].sort()
  await expect.poll(names).toEqual(expect.arrayContaining(Object.keys(catalogue).sort()))
  expect(heard().flatMap(faultsOf)).toEqual([])
})

async function actOnEverything(
  { admin, alice, bob }: { admin: Member; alice: Member; bob: Member },
  teamId: string,
  townSquareId: string,
): Promise<void> {
  const call = async (who: Member, method: string, path: string, body?: unknown) => {
    const answer = await who.request(method, `/api/v4${path}`, body)
    expect([method, path, answer.status < 300, answer.body]).toEqual([
      method,
      path,
      true,
      answer.body,
    ])
    return answer.body as Record<string, string>
  }
  const root = await alice.post(townSquareId, `hello @${bob.username}`, {
    metadata: { priority: { priority: '', requested_ack: true } },
  } as never)
  const reply = await bob.post(townSquareId, 'hello', { root_id: root.id })
  await alice.client.patchPost({ id: root.id, message: 'hello again' } as never)
  await alice.client.addReaction(alice.id, root.id, 'tada')
  await alice.client.removeReaction(alice.id, root.id, 'tada')
  await call(bob, 'POST', `/users/me/posts/${root.id}/ack`)
  await call(bob, 'DELETE', `/users/me/posts/${root.id}/ack`)
  await call(bob, 'POST', `/users/me/posts/${root.id}/set_unread`, {})
  await call(bob, 'PUT', `/users/me/teams/${teamId}/threads/${root.id}/following`)
  await call(bob, 'DELETE', `/users/me/teams/${teamId}/threads/${root.id}/following`)
  await call(alice, 'PUT', `/users/me/teams/${teamId}/threads/read`)
  await bob.client.deletePost(reply.id)
  await call(alice, 'POST', '/users/me/typing', { channel_id: townSquareId, parent_id: '' })
  await call(alice, 'PUT', '/users/me/status', { user_id: alice.id, status: 'away' })
  await alice.client.patchMe({ nickname: 'Al' } as never)
  await call(bob, 'POST', '/channels/members/me/view', { channel_id: townSquareId })
  await call(admin, 'POST', '/posts/ephemeral', {
    user_id: bob.id,
    post: { channel_id: townSquareId, message: 'only you' },
  })
  const draft = { channel_id: townSquareId, message: 'soon' }
  await call(alice, 'POST', '/drafts', draft)
  await call(alice, 'DELETE', `/users/me/channels/${townSquareId}/drafts`)
  const scheduled_at = Date.now() + 3_600_000
  const later = await call(alice, 'POST', '/posts/schedule', {
    ...draft,
    user_id: alice.id,
    scheduled_at,
  })
  await call(alice, 'PUT', `/posts/schedule/${later.id}`, { ...later, message: 'later' })
  await call(alice, 'DELETE', `/posts/schedule/${later.id}`)
  const preference = { user_id: alice.id, category: 'advanced_settings', name: 'x', value: 'y' }
  await call(alice, 'PUT', '/users/me/preferences', [preference])
  await call(alice, 'POST', '/users/me/preferences/delete', [preference])
  const sidebar = `/users/${alice.id}/teams/${teamId}/channels/categories`
  const category = await call(alice, 'POST', sidebar, {
    user_id: alice.id,
    team_id: teamId,
    display_name: 'Mine',
    type: 'custom',
    channel_ids: [],
  })
  const order = (await alice.client.getChannelCategories(alice.id, teamId)).order
  await call(alice, 'PUT', `${sidebar}/order`, [...order].reverse())
  await call(alice, 'DELETE', `${sidebar}/${category.id}`)
  await actOnChannels({ admin, alice, bob }, teamId, call)
  await call(admin, 'PUT', '/config/patch', { TeamSettings: { SiteName: 'Harbour' } })
  await actOnTeams({ admin, alice, bob }, call)
}

type Call = (
  who: Member,
  method: string,
  path: string,
  body?: unknown,
) => Promise<Record<string, string>>

async function actOnChannels(
  { admin, alice, bob }: { admin: Member; alice: Member; bob: Member },
  teamId: string,
  call: Call,
): Promise<void> {
  const channel = await call(alice, 'POST', '/channels', {
    team_id: teamId,
    name: 'catalogue',
    display_name: 'Catalogue',
    type: 'O',
  })
  const path = `/channels/${channel.id}`
  await call(alice, 'POST', `${path}/members`, { user_id: bob.id })
  await call(alice, 'POST', `${path}/members`, { user_id: admin.id })
  await call(bob, 'PUT', `${path}/members/${bob.id}/notify_props`, { mark_unread: 'mention' })
  await call(alice, 'PUT', `${path}/patch`, { header: 'All of it' })
  const bookmark = { display_name: 'Docs', type: 'link', link_url: 'https://example.org' }
  const first = await call(alice, 'POST', `${path}/bookmarks`, bookmark)
  const second = await call(alice, 'POST', `${path}/bookmarks`, bookmark)
  await call(alice, 'PATCH', `${path}/bookmarks/${first.id}`, { display_name: 'Manual' })
  await call(alice, 'POST', `${path}/bookmarks/${second.id}/sort_order`, 0)
  await call(alice, 'DELETE', `${path}/bookmarks/${first.id}`)
  await call(admin, 'PUT', `${path}/moderations/patch`, [
    { name: 'create_reactions', roles: { members: false } },
  ])
  await call(alice, 'DELETE', `${path}/members/${bob.id}`)
  await call(admin, 'PUT', `${path}/privacy`, { privacy: 'P' })
  await call(admin, 'DELETE', path)
  await call(admin, 'POST', `${path}/restore`)
  await call(alice, 'POST', '/channels/direct', [alice.id, bob.id])
  await call(alice, 'POST', '/channels/group', [alice.id, bob.id, admin.id])
}

async function actOnTeams(
  { admin, alice, bob }: { admin: Member; alice: Member; bob: Member },
  call: Call,
): Promise<void> {
  const team = await call(admin, 'POST', '/teams', {
    name: `cat${Date.now()}`,
    display_name: 'Catalogue',
    type: 'O',
  })
  const path = `/teams/${team.id}`
  await call(admin, 'POST', `${path}/members`, { team_id: team.id, user_id: alice.id })
  await call(admin, 'POST', `${path}/members`, { team_id: team.id, user_id: bob.id })
  await call(admin, 'PUT', `${path}/members/${alice.id}/schemeRoles`, {
    scheme_user: true,
    scheme_admin: true,
  })
  await call(admin, 'PUT', `${path}/patch`, { description: 'Everything' })
  await call(admin, 'DELETE', `${path}/members/${bob.id}`)
  await call(admin, 'DELETE', path)
  await call(admin, 'POST', `${path}/restore`)
  await call(admin, 'PUT', `/users/${bob.id}/roles`, { roles: 'system_user system_user_manager' })
  await call(admin, 'POST', '/users', {
    username: `cat${Date.now()}`,
    email: `cat${Date.now()}@example.org`,
    password: 'correct-horse-battery',
  })
  const role = await call(admin, 'GET', '/roles/name/system_read_only_admin')
  const permissions = [...(role.permissions ?? [])]
  await call(admin, 'PUT', `/roles/${role.id}/patch`, { permissions: permissions.slice(1) })
  await call(admin, 'PUT', `/roles/${role.id}/patch`, { permissions })
}

test('MC-EV-03 MC-WS-09 each hears of the own mention only; administrators hear who deleted', async ({
  ws,
}) => {
  const { townSquare, alice, bob, team } = await ws.trio()
  await ws.admin.client.addToTeam(team.id, ws.admin.id)
  using ofAlice = await alice.socket()
  using ofAdmin = await ws.admin.socket()
  const post = await bob.post(townSquare.id, `@${alice.username} @${ws.admin.username}`)
  const isIt = (frame: EventFrame) => String(frame.data.post).includes(post.id)
  const told = await ofAlice.until('posted', isIt)
  expect(JSON.parse(String(told.data.mentions))).toEqual([alice.id])
  const toldAdmin = await ofAdmin.until('posted', isIt)
  expect(JSON.parse(String(toldAdmin.data.mentions))).toEqual([ws.admin.id])

  await bob.client.deletePost(post.id)
  const deleted = await ofAlice.until('post_deleted', isIt)
  expect(deleted.data.delete_by).toBeUndefined()
  expect((await ofAdmin.until('post_deleted', isIt)).data.delete_by).toBe(bob.id)
  const copies = [ofAlice, ofAdmin].map(
    ({ heard }) => heard.filter((frame) => frame.event === 'post_deleted' && isIt(frame)).length,
  )
  expect(copies).toEqual([1, 1])
})
