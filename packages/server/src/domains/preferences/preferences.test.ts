import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { expect } from 'vitest'

test('a new account finds its tour still to come', async ({ ws }) => {
  const alice = await ws.member('alice')
  const found = (await alice.client.getMyPreferences()) as unknown as { category: string }[]
  const begun = (category: string, name: string, value: string) => ({
    user_id: alice.id,
    category,
    name,
    value,
  })
  for (const preference of [
    begun('recommended_next_steps', 'hide', 'false'),
    begun('tutorial_step', alice.id, '0'),
    begun('system_notice', 'GMasDM', 'true'),
  ]) {
    expect(found).toContainEqual(preference)
  }
})

test('only posts that one can read are saved', async ({ ws }) => {
  const { townSquare, alice, eve } = await ws.trio()
  const post = await alice.post(townSquare.id, 'for the team')
  const flag = (userId: string, name: string) => [
    { user_id: userId, category: 'flagged_post', name, value: 'true' },
  ]
  const denied = { status: 403, id: 'api.context.permissions.app_error' }
  await alice.client.savePreferences(alice.id, flag(alice.id, post.id))
  expect(await refusal(eve.client.savePreferences(eve.id, flag(eve.id, post.id)))).toEqual(denied)
  const unknown = 'z'.repeat(26)
  expect(await refusal(alice.client.savePreferences(alice.id, flag(alice.id, unknown)))).toEqual(
    denied,
  )
})
