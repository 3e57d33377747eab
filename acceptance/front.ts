import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A server before the server, which passes everything on, and can make one file a newer one. */
export class Front implements AsyncDisposable {
  /** What is added to the service worker, so that browsers take it for another one. */
  newer = ''
  readonly #port: number
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer))
  readonly #sockets = new Set<Duplex>()

  constructor(target: string) {
    this.#port = Number(new URL(target).port)
    this.#server.on('upgrade', (asked, socket: Socket) => this.#join(asked, socket))
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { url = '', method, headers } = asked
    if (this.newer) {
      // What is another file now isn't the one that is known, and is added to as it is.
      delete headers['if-none-match']
      delete headers['if-modified-since']
      delete headers['accept-encoding']
    }
    const onward = request({ host: '127.0.0.1', port: this.#port, path: url, method, headers })
    onward.on('response', (reply) => {
      const { 'content-length': _, ...others } = reply.headers
      const added = url === '/sw.js' ? this.newer : ''
      answer.writeHead(reply.statusCode ?? 502, added ? others : reply.headers)
      reply.on('data', (chunk) => answer.write(chunk)).on('end', () => answer.end(added))
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  }

  #join(asked: IncomingMessage, socket: Socket): void {
    const onward = connect(this.#port, '127.0.0.1', () => {
      const lines = asked.rawHeaders.map((part, at) => (at % 2 ? `${part}\r\n` : `${part}: `))
      onward.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('')}\r\n`)
      socket.pipe(onward).pipe(socket)
    })
    for (const end of [socket, onward]) {
      this.#sockets.add(end)
      end.on('error', () => end.destroy()).on('close', () => this.#sockets.delete(end))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
