import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import type { Logger } from 'pino'
import { controlService } from '#domains/control/service.ts'
import type { PasswordCost } from '#domains/users/password.ts'
import { soleBus } from '#platform/bus/bus.ts'
import { openNatsBus } from '#platform/bus/nats-bus.ts'
import { openNodes } from '#platform/bus/nodes.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import { BackendPool } from '#platform/db/backend-pool.ts'
import { openEmbeddedPostgres } from '#platform/db/embedded-postgres.ts'
import { type App, makeApp } from '#platform/http/app.ts'
import { openRateLimits } from '#platform/http/rate-limit.ts'
import { serveSockets } from '#platform/hub/socket-server.ts'
import { openRootKey } from '#platform/keys/root-key.ts'
import manifest from '../package.json' with { type: 'json' }
import { errorPageOf } from './error-page.ts'
import { registerRoutes } from './http.ts'
import { enterMount } from './mounting.ts'
import type { ProcessSettings } from './process-settings.ts'
import { openRegistry, type Registry } from './registry.ts'
import type { MakeDatabase } from './workspace-databases.ts'

export type RunningServer = AsyncDisposable & {
  /** Where it answers. */
  address: string
  registry: Registry
  app: App
  /** The socket that the command line speaks to; only the machine's owner may open it. */
  controlSocket: string
}

type Options = {
  logger: Logger
  clock?: Clock
  /** What hashing a password costs: less than is safe in tests, which make thousands of accounts. */
  passwordCost?: PasswordCost
  /** How a new workspace comes by its database: empty, to be migrated, unless tests copy one. */
  makeDatabase?: MakeDatabase
  /** Told of every answer: for metrics, and for tests that count which routes were called. */
  onAnswer?: (answer: { method: string; url: string | undefined; status: number }) => void
  /** Told of every route that is built, with the schemas of what it takes. */
  onRoute?: (route: { method: string; url: string; schema: unknown }) => void
}

const webFolder = path.resolve(import.meta.dirname, '../../web/dist')

const drainMs = 10_000

/** Opens everything that one process runs. Closing it drains connections, then the database. */
export async function openServer(
  settings: ProcessSettings,
  options: Options,
): Promise<RunningServer> {
  const { logger, clock = systemClock } = options
  await using opening = new AsyncDisposableStack()
  mkdirSync(settings.dataFolder, { recursive: true, mode: 0o755 })
  const controlSocket = path.join(settings.dataFolder, 'control.sock')
  const control = await claimFolder(settings.dataFolder, controlSocket)
  opening.defer(() => closeHttp(control))

  const admin = await openAdminConnection(settings, opening)
  const pool = opening.use(new BackendPool(settings.backends))
  const warn = (message: string) => logger.warn(message)
  const keys = openRootKey(settings.keyFile)
  const bus = opening.use(
    settings.natsUrl ? await openNatsBus({ url: settings.natsUrl, warn }) : soleBus(),
  )
  const hostname = os.hostname()
  const nodes = openNodes({ bus, keys, clock, hostname, version: manifest.version, warn })
  opening.defer(nodes.close)
  const registry = opening.use(
    await openRegistry({
      pool,
      admin,
      keys,
      clock,
      environment: settings.environment,
      filesFolder: settings.filesFolder,
      bus,
      nodes,
      passwordCost: options.passwordCost,
      makeDatabase: options.makeDatabase,
      warn,
    }),
  )
  await registry.ensureDefault()

  const app = await makeApp(logger, {
    beforeRouting: async (request) => {
      const workspace = await registry.forHost(request.headers.host ?? '')
      if (workspace) enterMount(request, workspace.config.mountPath)
    },
    errorPage: errorPageOf,
  })
  if (bus.isShared) {
    app.addHook('onRequest', async (_request, reply) => {
      reply.raw.setHeader('X-Cluster-Id', bus.nodeId)
    })
  }
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    if (config?.isNotImplemented) return
    for (const name of [method].flat()) options.onRoute?.({ method: name, url, schema })
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    options.onAnswer?.({ method, url: routeOptions.url, status: reply.statusCode })
  })
  const localSockets = new WeakSet<net.Socket>()
  control.on('connection', (socket) => localSockets.add(socket))
  await registerRoutes(app, {
    workspaceOf: (request) => {
      const name = request.headers['x-redoubt-workspace']
      const isNamed = typeof name === 'string' && localSockets.has(request.raw.socket)
      return isNamed ? registry.forName(name) : registry.forHost(request.headers.host ?? '')
    },
    isLocal: (request) => localSockets.has(request.raw.socket),
    control: controlService({
      workspaces: registry,
      db: registry.db,
      clock,
      version: manifest.version,
    }),
    rateLimits: openRateLimits({ clock, areRoutesLimited: settings.limitsRoutes }),
    webFolder,
  })
  await app.ready()
  control.on('request', (request, response) => app.routing(request, response))
  const closeSockets = serveSockets(app.server, async (request) => {
    const workspace = await registry.forHost(request.headers.host ?? '')
    return workspace?.socketHost
  })
  opening.defer(async () => {
    closeSockets()
    await withinDrain(app.server, app.close())
  })
  const address = await app.listen({
    host: settings.host,
    port: settings.port,
    listenTextResolver: () => 'server.listening',
  })
  const open = opening.move()
  return {
    address,
    registry,
    app,
    controlSocket,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

async function openAdminConnection(
  settings: ProcessSettings,
  opening: AsyncDisposableStack,
): Promise<pg.ClientConfig> {
  if (settings.databaseUrl) return parseDatabaseUrl(settings.databaseUrl)
  const postgres = opening.use(await openEmbeddedPostgres(settings.dataFolder))
  return { ...postgres.connection, database: 'redoubt_platform' }
}

/** Host, port, user, password, TLS and platform database of a connection address. */
export function parseDatabaseUrl(text: string): pg.ClientConfig {
  const url = URL.parse(text)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error('REDOUBT_DATABASE_URL must be postgres://user:password@host:port/database')
  }
  const mode = url.searchParams.get('sslmode')
  return {
    host: url.searchParams.get('host') ?? (decodeURIComponent(url.hostname) || 'localhost'),
    port: Number(url.port) || 5432,
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1) || 'redoubt_platform',
    ssl: mode && mode !== 'disable' ? { rejectUnauthorized: mode.startsWith('verify') } : false,
  }
}

/**
 * Makes the data folder ours by listening on its control socket. Throws where another process has
 * it; a socket that a killed process left is taken over.
 */
async function claimFolder(folder: string, socketFile: string): Promise<Server> {
  if (existsSync(socketFile)) {
    if (await answers(socketFile)) {
      throw new Error(
        `Redoubt is running on ${folder} already. Stop it first, or set REDOUBT_DATA to another folder.`,
      )
    }
    rmSync(socketFile, { force: true })
  }
  // An import may take longer to arrive than any limit that protects a public port.
  const server = createServer({ requestTimeout: 0 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketFile, resolve)
  })
  chmodSync(socketFile, 0o600)
  return server
}

function answers(socketFile: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketFile)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function closeHttp(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await withinDrain(server, closed)
}

/** Waits for the requests under way, and for no longer than the drain may take. */
async function withinDrain(server: Server, closed: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}
