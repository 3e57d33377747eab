import type { Member } from '@redoubt/testkit/member.ts'
import { countStatements } from '@redoubt/testkit/statements.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { toForm } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('MC-PERF-01 the number of statements does not grow with what is asked for', () => {
  test('a page of 60 posts with 5 files each takes at most 12', { timeout: 60_000 }, async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const files = await uploadMany(alice, townSquare.id, 300)
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const file_ids = files.slice(index * 5, index * 5 + 5)
        const metadata = { priority: { priority: 'important', requested_ack: true } }
        return alice.post(townSquare.id, `:custom-${index}:`, { file_ids, metadata } as never)
      }),
    )
    const list = await alice.client.getPosts(townSquare.id, 0, 60)
    for (const id of list.order.slice(0, 3)) {
      await bob.client.addReaction(bob.id, id, 'tada')
      await bob.client.acknowledgePost(id, bob.id)
    }
    const page = () => alice.client.getPosts(townSquare.id, 0, 60)
    expect((await page()).posts[list.order[0] ?? '']?.metadata.files).toHaveLength(5)
    expect(await countStatements(page)).toBeLessThanOrEqual(12)
    const one = await countStatements(() => alice.client.getPosts(townSquare.id, 0, 1))
    expect(await countStatements(page)).toBe(one)
    const ids = list.order
    expect(await countStatements(() => alice.client.getPostsByIds(ids))).toBeLessThanOrEqual(8)
  })

  test('the bulk calls of a new page take a few each', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const posts = []
    for (let index = 0; index < 10; index++) posts.push(await bob.post(townSquare.id, `p${index}`))
    const ids = posts.map(({ id }) => id)
    const people = [alice.id, bob.id, ws.admin.id]
    const calls: Record<string, () => Promise<unknown>> = {
      profiles: () => alice.client.getProfilesByIds(people),
      statuses: () => alice.client.getStatusesByIds(people),
      roles: () => alice.client.getRolesByNames(['channel_user', 'team_user']),
      reactions: () => alice.request('POST', '/api/v4/posts/ids/reactions', ids),
      emoji: () => alice.client.getCustomEmojisByNames(['one', 'two']),
      members: () => alice.client.getChannelMembersByIds(townSquare.id, people),
      channels: () => alice.client.getMyChannels(team.id),
      create: () => alice.post(townSquare.id, 'hello'),
    }
    const counts: Record<string, number> = {}
    for (const [name, call] of Object.entries(calls)) counts[name] = await countStatements(call)
    for (const [name, count] of Object.entries(counts))
      expect([name, count <= 3]).toEqual([name, true])
  })
})

/** Few requests with many files each. */
async function uploadMany(member: Member, channelId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let start = 0; start < count; start += 50) {
    const names = Array.from({ length: 50 }, (_, index) => `${start + index}.bin`)
    const form = toForm(
      channelId,
      names.map((name) => ({ name, content: 'x' })),
    )
    for (const file of (await member.client.uploadFile(form)).file_infos) ids.push(file.id)
  }
  return ids
}
