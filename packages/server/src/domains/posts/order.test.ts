import { test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { expect } from 'vitest'

test('posts of a channel are told in the order of their times, however they are written', async ({
  ws,
}) => {
  const { townSquare, alice, bob } = await ws.trio()
  const root = await alice.post(townSquare.id, 'root')
  using hears = await bob.socket()
  const rounds = 40
  for (let round = 0; round < rounds; round++) {
    // What a message names is looked up once it is written: meanwhile a reply may be there.
    await Promise.all([
      alice.post(townSquare.id, `:${unique('emoji')}:`),
      bob.client.createPost({
        channel_id: townSquare.id,
        message: 'reply',
        root_id: root.id,
      } as never),
      alice.client.createPost({
        channel_id: townSquare.id,
        message: 'reply',
        root_id: root.id,
      } as never),
    ])
  }
  const end = await alice.post(townSquare.id, 'end')
  await hears.until('posted', ({ data }) => JSON.parse(String(data.post)).id === end.id)
  const times = hears.heard
    .filter(({ event }) => event === 'posted')
    .map(({ data }) => JSON.parse(String(data.post)).create_at as number)
  expect(times).toHaveLength(3 * rounds + 1)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
})
