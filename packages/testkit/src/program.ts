import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a program got. */
export type ProgramCall = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
  /** The body, where it is JSON. */
  json: Record<string, unknown>
  /** The body, where it is a form. */
  form: URLSearchParams
}

/** What the program says: an object as JSON, a string as plain text. */
export type ProgramReply =
  | { status?: number; json: unknown }
  | { status?: number; text: string }
  | undefined

/** A program that people connect to their workspace, on this machine. */
export type TestProgram = AsyncDisposable & {
  url: string
  calls: ProgramCall[]
  /** What it answers from now on; nothing at first. */
  reply: (call: ProgramCall) => ProgramReply | Promise<ProgramReply>
}

/** Opens a program on a port of its own. */
export async function openProgram(): Promise<TestProgram> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const url = new URL(request.url ?? '/', 'http://program')
    const call: ProgramCall = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      json: parse(body),
      form: new URLSearchParams(body),
    }
    program.calls.push(call)
    const reply = await program.reply(call)
    const isJson = reply && 'json' in reply
    response.writeHead(reply?.status ?? 200, {
      'content-type': isJson ? 'application/json' : 'text/plain',
    })
    response.end(isJson ? JSON.stringify(reply.json) : reply?.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const program: TestProgram = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    reply: () => undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return program
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
