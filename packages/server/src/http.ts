import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { bootRoutes } from '#domains/boot/routes.ts'
import { categoriesRoutes } from '#domains/categories/routes.ts'
import { channelsRoutes } from '#domains/channels/routes.ts'
import { configRoutes } from '#domains/config/routes.ts'
import { controlRoutes } from '#domains/control/routes.ts'
import type { ControlService } from '#domains/control/service.ts'
import { draftsRoutes } from '#domains/drafts/routes.ts'
import { emojiRoutes } from '#domains/emoji/routes.ts'
import { filesRoutes } from '#domains/files/routes.ts'
import { importsRoutes } from '#domains/imports/routes.ts'
import { picturesRoutes } from '#domains/pictures/routes.ts'
import { postsRoutes } from '#domains/posts/routes.ts'
import { preferencesRoutes } from '#domains/preferences/routes.ts'
import { reactionsRoutes } from '#domains/reactions/routes.ts'
import { rolesRoutes } from '#domains/roles/routes.ts'
import { rostersRoutes } from '#domains/rosters/routes.ts'
import { savedRoutes } from '#domains/saved/routes.ts'
import { clearSessionCookies, tokenCookie } from '#domains/sessions/cookies.ts'
import { sessionsRoutes } from '#domains/sessions/routes.ts'
import { signupRoutes } from '#domains/signup/routes.ts'
import { statusesRoutes } from '#domains/statuses/routes.ts'
import { systemRoutes } from '#domains/system/routes.ts'
import { teamsRoutes } from '#domains/teams/routes.ts'
import { threadsRoutes } from '#domains/threads/routes.ts'
import { usersRoutes } from '#domains/users/routes.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { AppError, unauthorized } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { handleNotFound } from '#platform/http/errors.ts'
import { registerNotImplemented } from '#platform/http/not-implemented.ts'
import type { Workspace } from './workspace.ts'

declare module 'fastify' {
  interface FastifyRequest {
    workspace: Workspace
    actor: Actor
  }
}

type Given = {
  workspaceOf: (request: FastifyRequest) => Promise<Workspace | undefined>
  /** Whether the request came over the machine's control socket. */
  isLocal: (request: FastifyRequest) => boolean
  /** Absent where routes run without a process of their own, as in a benchmark. */
  control?: ControlService
  /** The built web app. */
  webFolder: string
}

/** The table of contents: every domain's routes, one per line. */
export async function registerRoutes(app: App, given: Given): Promise<void> {
  app.decorateRequest('workspace')
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request, reply) => {
    if (isStatic(request)) return
    const workspace = await given.workspaceOf(request)
    if (!workspace) throw new AppError('api.server.start.unknown_workspace.app_error', 404)
    request.workspace = workspace
    reply.raw.setHeader('X-Version-Id', workspace.config.versionId)
    request.actor = given.isLocal(request)
      ? { ...anonymous, isLocal: true }
      : await authenticate(request, reply)
    // For everybody else it is as if there were no such address.
    if (request.routeOptions.config.auth === 'local' && !request.actor.isLocal) {
      throw new AppError('api.context.404.app_error', 404)
    }
  })

  if (given.control) controlRoutes(app, given.control)
  importsRoutes(app)
  configRoutes(app)
  systemRoutes(app)
  rolesRoutes(app)
  signupRoutes(app)
  sessionsRoutes(app)
  usersRoutes(app)
  statusesRoutes(app)
  preferencesRoutes(app)
  teamsRoutes(app)
  channelsRoutes(app)
  categoriesRoutes(app)
  postsRoutes(app)
  threadsRoutes(app)
  reactionsRoutes(app)
  await filesRoutes(app)
  await picturesRoutes(app)
  await emojiRoutes(app)
  draftsRoutes(app)
  savedRoutes(app)
  rostersRoutes(app)
  await bootRoutes(app)
  await serveWeb(app, given.webFolder)
  registerNotImplemented(app)
}

/** The session's actor; anonymous where the route allows it. Throws 401 otherwise. */
async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
  const { auth = 'session', csrfExempt = false } = request.routeOptions.config
  const { token, isCookie } = readToken(request)
  const session = token ? await request.workspace.sessions.authenticate(token) : undefined
  const isForged =
    session &&
    isCookie &&
    !csrfExempt &&
    request.method !== 'GET' &&
    !passesCsrf(request, session.csrf)
  if (session && !isForged) {
    return { ...session.actor, connectionId: String(request.headers['connection-id'] ?? '') }
  }
  const isNeeded = auth === 'session' && request.routeOptions.url !== undefined
  if (token && (isNeeded || isForged)) clearSessionCookies(reply)
  if (isNeeded || isForged) throw unauthorized()
  return anonymous
}

/** Cookie first, then the header, as clients expect. */
function readToken(request: FastifyRequest): { token: string; isCookie: boolean } {
  const fromCookie = request.cookies[tokenCookie]
  if (fromCookie) return { token: fromCookie, isCookie: true }
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ')
  const isKnown = ['bearer', 'token'].includes(scheme.toLowerCase())
  return { token: isKnown ? token : '', isCookie: false }
}

function passesCsrf(request: FastifyRequest, csrf: string): boolean {
  if (csrf !== '' && request.headers['x-csrf-token'] === csrf) return true
  const isStrict = request.workspace.config.bool(
    'ServiceSettings.ExperimentalStrictCSRFEnforcement',
  )
  return !isStrict && request.headers['x-requested-with'] === 'XMLHttpRequest'
}

function isStatic(request: FastifyRequest): boolean {
  return request.url.startsWith('/static/') || request.url === '/robots.txt'
}

/** Files below /static/, and the app's page for every other address that isn't the API's. */
async function serveWeb(app: App, folder: string): Promise<void> {
  const page = path.join(folder, 'index.html')
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/static/',
      index: false,
      cacheControl: false,
      setHeaders: (reply) => {
        reply.header('Cache-Control', 'max-age=31556926, public')
      },
    })
  }
  app.get('/robots.txt', { config: { auth: 'none' } }, (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /\n'),
  )
  const html = existsSync(page) ? await readFile(page, 'utf8') : undefined
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !/^\/(api|static)\//.test(request.url)
    if (!isPage || html === undefined) return handleNotFound(request, reply)
    return reply
      .headers({
        'Cache-Control': 'no-cache, max-age=31556926, public',
        'X-Frame-Options': 'SAMEORIGIN',
        'Content-Security-Policy': contentSecurityPolicy,
      })
      .type('text/html')
      .send(html)
  })
}

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "connect-src 'self' ws: wss:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ')
