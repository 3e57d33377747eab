import { once } from 'node:events'
import type { EventFrame, ReplyFrame } from '@redoubt/wire/socket.ts'
import { WebSocket } from 'ws'

type Frame = EventFrame & ReplyFrame

/** For tests: a socket without a client's cleverness: what it gets, and how it ended. */
export class RawSocket implements Disposable {
  readonly frames: Frame[] = []
  readonly ws: WebSocket
  readonly closed: Promise<unknown>

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(url, { headers })
    this.closed = new Promise((resolve) => this.ws.once('close', resolve))
    this.ws.on('message', (data) => this.frames.push(JSON.parse(String(data))))
    this.ws.on('error', () => undefined)
  }

  static to(member: { url: string; token: string }, query = ''): RawSocket {
    const url = `${member.url.replace('http', 'ws')}/api/v4/websocket${query}`
    return new RawSocket(url, { Authorization: `Bearer ${member.token}` })
  }

  send(seq: number, action: string, data: Record<string, unknown> = {}): void {
    this.ws.send(JSON.stringify({ seq, action, data }))
  }

  async until(isWanted: (frame: Frame) => boolean): Promise<Frame> {
    for (let waited = 0; waited < 2_000; waited++) {
      const frame = this.frames.find(isWanted)
      if (frame) return frame
      await once(this.ws, 'message', { signal: AbortSignal.timeout(15_000) })
    }
    throw new Error('never heard')
  }

  get events(): EventFrame[] {
    return this.frames.filter((frame) => frame.event !== undefined)
  }

  [Symbol.dispose](): void {
    this.ws.terminate()
  }
}
