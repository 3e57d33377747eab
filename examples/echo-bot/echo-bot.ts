import { Client4, WebSocketClient, type WebSocketMessage } from '@mattermost/client'
import type { Post } from '@mattermost/types/posts'

type Options = {
  /** Where the server is, for example `https://chat.example.org`. */
  url: string
  /** The bot's access token. */
  token: string
}

/** Answers every message that mentions the bot with the same words, until it is disposed of. */
export async function startEchoBot({ url, token }: Options): Promise<Disposable> {
  const client = new Client4()
  client.setUrl(url)
  client.setToken(token)
  const me = await client.getMe()
  const mention = `@${me.username}`

  async function answer(post: Post): Promise<void> {
    const isForMe = post.user_id !== me.id && post.message.includes(mention)
    if (!isForMe) return
    const message = post.message.replaceAll(mention, '').trim()
    // Answers stand in the thread of what they answer.
    const reply = { channel_id: post.channel_id, root_id: post.root_id || post.id, message }
    await client.createPost(reply as Post)
  }

  const socket = new WebSocketClient()
  socket.addMessageListener((event: WebSocketMessage) => {
    if (event.event === 'posted') void answer(JSON.parse(event.data.post)).catch(() => undefined)
  })
  const connected = new Promise<void>((resolve) => socket.addFirstConnectListener(resolve))
  socket.initialize(`${url.replace(/^http/, 'ws')}/api/v4/websocket`, token)
  await connected
  return { [Symbol.dispose]: () => socket.close() }
}
