import { expectGolden } from '@redoubt/testkit/golden.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe } from 'vitest'

// What goes over the wire, to the letter. Whoever changes it sees it here.
describe('golden replies and frames', () => {
  test('a reply in a public channel', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const root = await alice.post(townSquare.id, 'root')
    using hears = await bob.socket()
    const path = '/api/v4/posts?set_online=false'
    const input = {
      channel_id: townSquare.id,
      root_id: root.id,
      message: `see #this @${bob.username}`,
    }
    const { body } = await alice.request('POST', path, { ...input, pending_post_id: 'pending:1' })
    await expectGolden('replies/post-created', body)
    await expectGolden('frames/posted', await hears.until('posted'))
    await expectGolden(
      'replies/thread',
      (await bob.request('GET', `/api/v4/posts/${root.id}/thread`)).body,
    )
  })

  test('a person, as oneself and as others see them', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    await expectGolden('replies/user-self', (await alice.request('GET', '/api/v4/users/me')).body)
    await expectGolden(
      'replies/user-other',
      (await bob.request('GET', `/api/v4/users/${alice.id}`)).body,
    )
  })

  test('a team, a channel and a membership', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const get = async (path: string) => (await alice.request('GET', `/api/v4/${path}`)).body
    await expectGolden('replies/team', await get(`teams/${team.id}`))
    await expectGolden('replies/channel', await get(`channels/${townSquare.id}`))
    await expectGolden('replies/channel-member', await get(`channels/${townSquare.id}/members/me`))
  })
})
