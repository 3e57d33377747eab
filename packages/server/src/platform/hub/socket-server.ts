import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ReplyFrame } from '@redoubt/wire/socket.ts'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Actor } from '#platform/actor.ts'
import { AppError, type ErrorId, errorMessage } from '#platform/app-error.ts'
import { isId } from '#platform/ids.ts'
import type { Connection } from './connection.ts'
import type { Hub } from './hub.ts'

/** Handles one action of a client; what it returns goes back as `data`. */
export type SocketAction = (
  connection: Connection,
  data: Record<string, unknown>,
) => Promise<Record<string, unknown> | undefined>

/** What the socket server has to know of the workspace that a request is for. */
export type SocketHost = {
  hub: Hub
  actions: Readonly<Record<string, SocketAction>>
  /** Why nobody may connect at this path, or with this request; undefined where that's possible. */
  refusal(request: IncomingMessage, path: string): Refusal | undefined
  isAllowedOrigin(origin: string, host: string): boolean
  /** The live session that a token stands for, once it has passed every factor. */
  authenticate(token: string): Promise<SocketSession | undefined>
  /** The token of an upgrade request, from cookie or header. */
  tokenOf(request: IncomingMessage): string
}

/** On whose behalf a socket speaks, and for how long. */
type SocketSession = {
  actor: Actor
  /** Whether the session still holds, asked before each action and with each pong. */
  holdsFor(action: string): Promise<boolean>
}

type Refusal = { error: AppError; headers?: Record<string, string> }

type Wanted = { connectionId: string; seq: number; wantsAck: boolean }

const maxEarly = 16
const challengeMs = 5_000
const pingMs = 60_000
const pongWaitMs = 100_000
const maxFrameBytes = 8_192

/** Serves `/api/v4/websocket` on `server`. The returned function stops accepting and closes all. */
export function serveSockets(
  server: Server,
  hostOf: (request: IncomingMessage) => Promise<SocketHost | undefined>,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes })
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    void accept(sockets, hostOf, request, stream, head).catch(() => stream.destroy())
  })
  return () => {
    for (const socket of sockets.clients) socket.close(1001)
    sockets.close()
  }
}

async function accept(
  sockets: WebSocketServer,
  hostOf: (request: IncomingMessage) => Promise<SocketHost | undefined>,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local')
  const host = await hostOf(request)
  if (!host) return refuse(stream, { error: new AppError('api.context.404.app_error', 404) })
  const refusal = host.refusal(request, url.pathname)
  if (refusal) return refuse(stream, refusal)
  const { origin } = request.headers
  if (origin && !host.isAllowedOrigin(origin, request.headers.host ?? '')) {
    return refuse(stream, {
      error: new AppError('api.web_socket.connect.upgrade.app_error', 400),
    })
  }
  const token = host.tokenOf(request)
  const session = token ? await host.authenticate(token) : undefined
  sockets.handleUpgrade(request, stream, head, (socket) => {
    keepAlive(socket)
    if (session) void converse(socket, host, session, wantedOf(url))
    else challenge(socket, host, wantsAckOf(url))
  })
}

function refuse(stream: Duplex, { error, headers = {} }: Refusal): void {
  const body = JSON.stringify({
    id: error.id,
    message: errorMessage(error.id, error.params),
    detailed_error: '',
    status_code: error.status,
  })
  const head = Object.entries({
    'Content-Type': 'application/json',
    Connection: 'close',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  stream.end(`HTTP/1.1 ${error.status} Refused\r\n${head.join('')}\r\n${body}`)
}

/** What the client wants to resume; undefined when it asks for it in a way that makes no sense. */
function wantedOf(url: URL): Wanted | undefined {
  const connectionId = url.searchParams.get('connection_id') ?? ''
  const wantsAck = wantsAckOf(url)
  if (!connectionId) return { connectionId: '', seq: 0, wantsAck }
  const seq = url.searchParams.get('sequence_number') ?? ''
  if (!isId(connectionId) || !/^\d+$/.test(seq)) return undefined
  return { connectionId, seq: Number(seq), wantsAck }
}

/** Whether the client offers to say what it did with posts. */
function wantsAckOf(url: URL): boolean {
  return url.searchParams.get('posted_ack') === 'true'
}

/**
 * Waits for a message that proves who is there. Clients don't wait for the answer to it: what they
 * say meanwhile is answered afterwards. Who says too much without being known is shown out.
 */
function challenge(socket: WebSocket, host: SocketHost, wantsAck: boolean): void {
  const timer = setTimeout(() => socket.close(), challengeMs)
  socket.once('close', () => clearTimeout(timer))
  const early: string[] = []
  let isProving = false
  const onMessage = async (raw: RawData) => {
    const frame = parseRequest(raw.toString())
    if (isProving) {
      if (early.length <= maxEarly) early.push(raw.toString())
    } else if (frame?.action === 'authentication_challenge') {
      isProving = true
      const { token } = frame.data
      const session = typeof token === 'string' ? await host.authenticate(token) : undefined
      clearTimeout(timer)
      socket.off('message', onMessage)
      if (!session || early.length > maxEarly) return socket.close()
      const connection = await converse(socket, host, session, {
        connectionId: '',
        seq: 0,
        wantsAck,
      })
      reply(socket, { status: 'OK', seq_reply: frame.seq })
      if (!connection) return
      for (const text of early) await handle(socket, host, { session, connection }, text)
    } else if (frame) fail(socket, frame.seq, notAuthenticated())
  }
  // What fails here fails for this socket alone.
  socket.on('message', (raw) => void onMessage(raw).catch(() => socket.close()))
}

/** Connects the socket to the hub; undefined where it was closed instead. */
async function converse(
  socket: WebSocket,
  host: SocketHost,
  session: SocketSession,
  wanted: Wanted | undefined,
): Promise<Connection | undefined> {
  if (!wanted) {
    socket.close()
    return undefined
  }
  // Messages may arrive while the connection is being made: they wait for it.
  const connecting = host.hub.connect(session.actor, socket, wanted).catch(() => undefined)
  socket.on('message', async (raw) => {
    const connection = await connecting
    if (connection) await handle(socket, host, { session, connection }, raw.toString())
  })
  socket.on('pong', async () => {
    const connection = await connecting
    if (!connection) return
    host.hub.pong(connection)
    if (!(await isHeld(session, ''))) socket.close()
  })
  const connection = await connecting
  if (!connection) {
    // As when the database goes away meanwhile: the client comes again.
    socket.close()
    return undefined
  }
  if (socket.readyState === socket.OPEN) socket.once('close', () => host.hub.disconnect(connection))
  else host.hub.disconnect(connection)
  return connection
}

/** Where that can't be found out now, the session is taken to hold: the next message asks again. */
function isHeld(session: SocketSession, action: string): Promise<boolean> {
  return session.holdsFor(action).catch(() => true)
}

async function handle(
  socket: WebSocket,
  host: SocketHost,
  { session, connection }: { session: SocketSession; connection: Connection },
  text: string,
): Promise<void> {
  const request = parseRequest(text)
  if (!request) return
  if (!(await isHeld(session, request.action))) {
    fail(socket, request.seq, notAuthenticated())
    return socket.close()
  }
  try {
    if (!request.action) throw new AppError('api.web_socket_router.no_action.app_error', 400)
    if (request.seq <= 0) throw new AppError('api.web_socket_router.bad_seq.app_error', 400)
    if (request.action === 'authentication_challenge') {
      return reply(socket, { status: 'OK', seq_reply: request.seq })
    }
    const action = Object.hasOwn(host.actions, request.action)
      ? host.actions[request.action]
      : undefined
    if (!action) throw new AppError('api.web_socket_router.bad_action.app_error', 500)
    const data = await action(connection, request.data)
    reply(socket, { status: 'OK', seq_reply: request.seq, ...(data && { data }) })
  } catch (error) {
    fail(socket, request.seq, error)
  }
}

function notAuthenticated(): AppError {
  return new AppError('api.web_socket_router.not_authenticated.app_error', 401)
}

function fail(socket: WebSocket, seq: number, error: unknown): void {
  reply(socket, { status: 'FAIL', seq_reply: seq, error: toErrorBody(error) })
}

function toErrorBody(error: unknown): Record<string, unknown> {
  const id: ErrorId = error instanceof AppError ? error.id : 'api.internal.app_error'
  const params = error instanceof AppError ? error.params : {}
  const status = error instanceof AppError ? error.status : 500
  return { id, message: errorMessage(id, params), detailed_error: '', status_code: status }
}

function reply(socket: WebSocket, frame: ReplyFrame): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}

type Request = { seq: number; action: string; data: Record<string, unknown> }

function parseRequest(text: string): Request | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    if (typeof frame !== 'object' || frame === null) return undefined
    const { seq, action, data } = frame as Record<string, unknown>
    return {
      seq: typeof seq === 'number' ? seq : 0,
      action: typeof action === 'string' ? action : '',
      data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
    }
  } catch {
    return undefined
  }
}

/** Pings the client; one that stays silent is gone. */
function keepAlive(socket: WebSocket): void {
  let heardAt = performance.now()
  socket.on('pong', () => {
    heardAt = performance.now()
  })
  const timer = setInterval(() => {
    if (performance.now() - heardAt > pongWaitMs) socket.terminate()
    else socket.ping()
  }, pingMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
  socket.on('error', () => socket.terminate())
}
