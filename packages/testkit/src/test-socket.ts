import { WebSocketClient } from '@mattermost/client'
import type { EventFrame } from '@redoubt/wire/socket.ts'

const waitMs = 15_000

/** The official WebSocket client, with what it has heard. */
export class TestSocket implements Disposable {
  readonly heard: EventFrame[] = []
  readonly client: WebSocketClient
  readonly #waiting = new Set<() => void>()

  constructor(client: WebSocketClient) {
    this.client = client
    client.addMessageListener((message) => {
      this.heard.push(message as unknown as EventFrame)
      for (const wake of this.#waiting) wake()
    })
  }

  static async open(url: string, token: string): Promise<TestSocket> {
    const client = new WebSocketClient({ minWebSocketRetryTime: 100, reconnectJitterRange: 0 })
    const socket = new TestSocket(client)
    client.initialize(`${url.replace('http', 'ws')}/api/v4/websocket`, token)
    await socket.until('hello')
    return socket
  }

  /** The first event of this name, waited for; `isWanted` picks among several. */
  async until(
    name: string,
    isWanted: (frame: EventFrame) => boolean = () => true,
  ): Promise<EventFrame> {
    const find = () => this.heard.find((frame) => frame.event === name && isWanted(frame))
    const found = find()
    if (found) return found
    return new Promise((resolve, reject) => {
      const check = () => {
        const frame = find()
        if (!frame) return
        clearTimeout(timer)
        this.#waiting.delete(check)
        resolve(frame)
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(check)
        const names = this.heard.map((frame) => frame.event).join(', ')
        reject(new Error(`heard no ${name} within ${waitMs} ms, only: ${names}`))
      }, waitMs)
      this.#waiting.add(check)
    })
  }

  /** The names of the events heard, in order, without the hello. */
  get names(): string[] {
    return this.heard.map((frame) => frame.event).filter((name) => name !== 'hello')
  }

  [Symbol.dispose](): void {
    this.client.close()
  }
}
