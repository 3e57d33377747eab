import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a program was told. */
type Call = Record<string, unknown> & { path: string }

/** A program beside the server: it is called by buttons and forms, and answers as it was told. */
export class Peer implements AsyncDisposable {
  readonly calls: Call[] = []
  /** What is answered, by path. */
  readonly answers = new Map<string, (call: Call) => unknown>()
  /** Pages for who looks at an address, by path. */
  readonly pages = new Map<string, string>()
  readonly #server = createServer((request, response) => {
    const page = this.pages.get(request.url?.slice(1) ?? '')
    if (page !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
      return
    }
    void this.#answer(request).then((answer) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
    })
  })

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    const call: Call = { ...body, path: request.url?.slice(1) ?? '' }
    this.calls.push(call)
    return (await this.answers.get(call.path)?.(call)) ?? {}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
