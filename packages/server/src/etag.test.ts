import type { Member } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { call, postWith, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

/** A change of which a reader must hear. */
type Change = [what: string, make: () => Promise<unknown>]

/** After each change the old tag is worth nothing, and the new one saves the next answer. */
async function expectFresh(reader: Member, path: string, changes: Change[]): Promise<void> {
  const ask = (etag = '') => call(reader, path, { headers: { 'If-None-Match': etag } })
  const first = await ask()
  expect([path, first.status]).toEqual([path, 200])
  expect(first.headers.get('content-type')).toBe('application/json')
  expect(first.headers.has('cache-control')).toBe(false)
  let [known, said] = [first.headers.get('etag') ?? '', await first.text()]
  for (const [what, make] of changes) {
    const same = await ask(known)
    expect([what, same.status, same.headers.get('etag')]).toEqual([what, 304, known])
    expect(await same.text()).toBe('')
    await make()
    const changed = await ask(known)
    const now = await changed.text()
    expect([what, changed.status, now === said]).toEqual([what, 200, false])
    ;[known, said] = [changed.headers.get('etag') ?? '', now]
    expect(known.startsWith(`${changed.headers.get('x-version-id')}.`)).toBe(true)
  }
}

describe('MC-HTTP-07 a tag changes with all that the answer says', () => {
  test('of a thread', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    const file = await uploadOne(bob, townSquare.id, 'a.txt', 'a')
    const reply = await bob.post(townSquare.id, 'reply', { root_id: root.id })
    const inThread: Change[] = [
      ['a reply', () => bob.post(townSquare.id, 'more', { root_id: root.id })],
      ['a reply with a file', () => postWith(bob, townSquare.id, [file.id], { root_id: root.id })],
      ['an edit', () => bob.client.patchPost({ id: reply.id, message: 'edited' } as never)],
      ['a reaction', () => bob.client.addReaction(bob.id, reply.id, 'tada')],
      ['its end', () => bob.client.removeReaction(bob.id, reply.id, 'tada')],
      ['a pin', () => bob.client.pinPost(reply.id)],
      ['its end', () => bob.client.unpinPost(reply.id)],
      ['an edit of the root', () => alice.client.patchPost({ id: root.id, message: 'r' } as never)],
      ['an acknowledgement', () => bob.client.acknowledgePost(root.id, bob.id)],
      ['a deletion', () => bob.client.deletePost(reply.id)],
    ]
    await expectFresh(alice, `/api/v4/posts/${root.id}/thread`, inThread)
    const follow = (is: boolean) => () =>
      alice.client.updateThreadFollowForUser(alice.id, team.id, root.id, is)
    await alice.client.savePreferences(alice.id, [
      {
        user_id: alice.id,
        category: 'display_settings',
        name: 'collapsed_reply_threads',
        value: 'on',
      },
    ])
    await expectFresh(
      alice,
      `/api/v4/posts/${root.id}/thread?collapsedThreads=true&collapsedThreadsExtended=true`,
      [
        ['to follow no more', follow(false)],
        ['to follow', follow(true)],
        ['a participant', () => ws.admin.post(townSquare.id, 'hi', { root_id: root.id })],
        ['a nickname', () => bob.client.patchMe({ nickname: unique('b') } as never)],
      ],
    )
  })

  test('of the way around what is unread', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await expectFresh(alice, `/api/v4/users/me/channels/${townSquare.id}/posts/unread`, [
      ['a post', () => bob.post(townSquare.id, 'news')],
      ['another', () => bob.post(townSquare.id, 'more news')],
    ])
  })

  test('of a page of collapsed threads', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    await bob.post(townSquare.id, 'reply', { root_id: root.id })
    const follow = (is: boolean) => () =>
      alice.client.updateThreadFollowForUser(alice.id, team.id, root.id, is)
    await expectFresh(alice, `/api/v4/channels/${townSquare.id}/posts?collapsedThreads=true`, [
      ['to follow no more', follow(false)],
      ['to follow', follow(true)],
      ['a reply', () => bob.post(townSquare.id, 'more', { root_id: root.id })],
      ['a post', () => bob.post(townSquare.id, 'news')],
      ['a deletion', () => alice.client.deletePost(root.id)],
    ])
  })

  test('of the channels of a user', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const { admin } = ws
    const patch = (change: object) => () => admin.client.patchChannel(townSquare.id, change)
    const shared: Change[] = [
      ['a post', () => bob.post(townSquare.id, 'news')],
      ['a name', patch({ display_name: unique('name') })],
      ['a header', patch({ header: unique('header') })],
      ['a purpose', patch({ purpose: unique('purpose') })],
      [
        'a banner',
        patch({ banner_info: { enabled: true, text: 'x', background_color: '#ff0000' } }),
      ],
      ['its end', patch({ banner_info: { enabled: false } })],
    ]
    const name = unique('side')
    const side = await admin.client.createChannel({
      team_id: team.id,
      name,
      display_name: name,
      type: 'O',
    } as never)
    const memberships: Change[] = [
      ['to be added', () => admin.client.addToChannel(alice.id, side.id)],
      ['to turn private', () => admin.client.updateChannelPrivacy(side.id, 'P')],
      ['to be archived', () => admin.client.deleteChannel(side.id)],
      ['to come back', () => admin.client.unarchiveChannel(side.id)],
      ['to be removed', () => admin.client.removeFromChannel(alice.id, side.id)],
    ]
    const all = [...shared, ...memberships]
    await expectFresh(alice, `/api/v4/users/me/teams/${team.id}/channels`, [
      ...all,
      ['a conversation', () => alice.client.createDirectChannel([alice.id, bob.id])],
    ])
    await expectFresh(alice, '/api/v4/users/me/channels', [
      ...all,
      ['a conversation', () => alice.client.createDirectChannel([alice.id, admin.id])],
      ['a team', async () => admin.client.addToTeam((await ws.team()).team.id, alice.id)],
    ])
  })

  test('of the people in a team, and of those who are not', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { team, bob, alice, eve } = await ws.trio()
    const profile = (who: Member): Change[] =>
      ['nickname', 'first_name', 'last_name', 'position', 'username'].map((field) => [
        field,
        () => who.client.patchMe({ [field]: unique('x') } as never),
      ])
    const show = (is: boolean) => () =>
      ws.admin.client.patchConfig({ PrivacySettings: { ShowEmailAddress: is } } as never)
    await expectFresh(alice, `/api/v4/users?in_team=${team.id}`, [
      ...profile(bob),
      ['no addresses', show(false)],
      ['addresses', show(true)],
      ['a role', () => ws.admin.client.updateUserRoles(bob.id, 'system_user system_admin')],
      ['somebody new', () => ws.admin.client.addToTeam(team.id, eve.id)],
      ['somebody gone', () => ws.admin.client.removeFromTeam(team.id, eve.id)],
      ['a deactivation', () => ws.admin.client.updateUserActive(bob.id, false)],
    ])
    await expectFresh(ws.admin, `/api/v4/users?not_in_team=${team.id}`, [
      ...profile(eve),
      ['somebody new', () => ws.member('frank')],
      ['somebody gone', () => ws.admin.client.addToTeam(team.id, eve.id)],
    ])
    // What one reader has is worth nothing to another who sees less.
    const path = `/api/v4/users?in_team=${team.id}`
    const seen = (await call(ws.admin, path)).headers.get('etag') ?? ''
    expect((await call(alice, path, { headers: { 'If-None-Match': seen } })).status).toBe(200)
  })

  test('of the files of a post', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const upload = (name: string) => uploadOne(alice, townSquare.id, name, name)
    const [one, other] = [await upload('a.txt'), await upload('b.txt')]
    const post = await postWith(alice, townSquare.id, [one.id])
    const attach = (file_ids: string[]) => () =>
      alice.client.patchPost({ id: post.id, message: 'see below', file_ids } as never)
    await expectFresh(alice, `/api/v4/posts/${post.id}/files/info`, [
      ['another file', attach([one.id, other.id])],
      ['a file less', attach([other.id])],
    ])
  })
})
