import { WebSocketClient } from '@mattermost/client'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import type { EventFrame } from '@redoubt/wire/socket.ts'
import { expect, vi } from 'vitest'

/** The member's official client, which offers to say what it did with posts. */
function openAcknowledging(member: Member) {
  const client = new WebSocketClient({ minWebSocketRetryTime: 100, reconnectJitterRange: 0 })
  const heard: EventFrame[] = []
  client.addMessageListener((message) => heard.push(message as unknown as EventFrame))
  client.initialize(`${member.url.replace('http', 'ws')}/api/v4/websocket`, member.token, true)
  return { client, heard, [Symbol.dispose]: () => client.close() }
}

test('clients that offer to are asked what they did with posts that concern their users', async ({
  ws,
}) => {
  const { townSquare, alice, bob } = await ws.trio()
  using asked = openAcknowledging(bob)
  using silent = await bob.socket()
  await expect.poll(() => asked.heard.some(({ event }) => event === 'hello')).toBe(true)
  const plain = await alice.post(townSquare.id, 'nothing')
  const mention = await alice.post(townSquare.id, `@${bob.username}`)
  const of = (heard: EventFrame[], id: string) =>
    heard.find(({ event, data }) => event === 'posted' && String(data.post).includes(id))
  await expect.poll(() => of(asked.heard, mention.id)).toBeDefined()
  expect(of(asked.heard, mention.id)?.data).toMatchObject({
    should_ack: true,
    mentions: JSON.stringify([bob.id]),
  })
  expect(of(asked.heard, plain.id)?.data).not.toHaveProperty('should_ack')
  const frame = await silent.until('posted', ({ data }) => String(data.post).includes(mention.id))
  expect(frame.data).not.toHaveProperty('should_ack')

  // The client says on the console what it was refused.
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const answers: unknown[] = []
  const say = (data: object) =>
    asked.client.sendMessage('posted_notify_ack', data, (answer: unknown) => answers.push(answer))
  say({ post_id: mention.id, user_agent: 'x', status: 'success', reason: '' })
  say({ post_id: 7 })
  await expect
    .poll(() => answers)
    .toMatchObject([
      { status: 'OK' },
      { error: { id: 'api.websocket_handler.invalid_param.app_error' } },
    ])
  said.mockRestore()
})
