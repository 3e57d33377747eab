import os from 'node:os'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acknowledgementsRoutes } from '#domains/acknowledgements/routes.ts'
import { analyticsRoutes } from '#domains/analytics/routes.ts'
import { auditsRoutes } from '#domains/audits/routes.ts'
import { bookmarksRoutes } from '#domains/bookmarks/routes.ts'
import { bootRoutes } from '#domains/boot/routes.ts'
import { botsRoutes } from '#domains/bots/routes.ts'
import { brandRoutes } from '#domains/brand/routes.ts'
import { burnOnReadRoutes } from '#domains/burn-on-read/routes.ts'
import { categoriesRoutes } from '#domains/categories/routes.ts'
import { channelsRoutes } from '#domains/channels/routes.ts'
import { checksRoutes } from '#domains/checks/routes.ts'
import { commandsRoutes } from '#domains/commands/routes.ts'
import { configRoutes } from '#domains/config/routes.ts'
import { confirmationsRoutes } from '#domains/confirmations/routes.ts'
import { controlRoutes } from '#domains/control/routes.ts'
import type { ControlService } from '#domains/control/service.ts'
import { draftsRoutes } from '#domains/drafts/routes.ts'
import { emojiRoutes } from '#domains/emoji/routes.ts'
import { erasureRoutes } from '#domains/erasure/routes.ts'
import { filesRoutes } from '#domains/files/routes.ts'
import { groupsRoutes } from '#domains/groups/routes.ts'
import { guestsRoutes } from '#domains/guests/routes.ts'
import { importsRoutes } from '#domains/imports/routes.ts'
import { integrationsRoutes } from '#domains/integrations/routes.ts'
import { invitationsRoutes } from '#domains/invitations/routes.ts'
import { jobsRoutes } from '#domains/jobs/routes.ts'
import { linksRoutes } from '#domains/links/routes.ts'
import { loginMethodsRoutes } from '#domains/login-methods/routes.ts'
import { logsRoutes } from '#domains/logs/routes.ts'
import { magicLinksRoutes } from '#domains/magic-links/routes.ts'
import { mailRoutes } from '#domains/mail/routes.ts'
import { mfaRoutes } from '#domains/mfa/routes.ts'
import { notificationsRoutes } from '#domains/notifications/routes.ts'
import { oauthRoutes } from '#domains/oauth/routes.ts'
import { oauthWebRoutes } from '#domains/oauth/web-routes.ts'
import { outgoingOAuthRoutes } from '#domains/outgoing-oauth/routes.ts'
import { picturesRoutes } from '#domains/pictures/routes.ts'
import { postsRoutes } from '#domains/posts/routes.ts'
import { preferencesRoutes } from '#domains/preferences/routes.ts'
import { reactionsRoutes } from '#domains/reactions/routes.ts'
import { remindersRoutes } from '#domains/reminders/routes.ts'
import { reportsRoutes } from '#domains/reports/routes.ts'
import { rolesRoutes } from '#domains/roles/routes.ts'
import { rostersRoutes } from '#domains/rosters/routes.ts'
import { savedRoutes } from '#domains/saved/routes.ts'
import { scheduledPostsRoutes } from '#domains/scheduled-posts/routes.ts'
import { schemesRoutes } from '#domains/schemes/routes.ts'
import { searchRoutes } from '#domains/search/routes.ts'
import { clearSessionCookies, setSessionCookies, tokenCookie } from '#domains/sessions/cookies.ts'
import { sessionsRoutes } from '#domains/sessions/routes.ts'
import { signupRoutes } from '#domains/signup/routes.ts'
import { statusesRoutes } from '#domains/statuses/routes.ts'
import { refusedWhenBusy } from '#domains/system/busy.ts'
import { systemRoutes } from '#domains/system/routes.ts'
import { teamsRoutes } from '#domains/teams/routes.ts'
import { termsRoutes } from '#domains/terms/routes.ts'
import { threadsRoutes } from '#domains/threads/routes.ts'
import { tokensRoutes } from '#domains/tokens/routes.ts'
import { usersRoutes } from '#domains/users/routes.ts'
import { webhooksRoutes } from '#domains/webhooks/routes.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { AppError, unauthorized } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { clientAddress } from '#platform/http/client-address.ts'
import { registerNotImplemented } from '#platform/http/not-implemented.ts'
import type { RateLimits } from '#platform/http/rate-limit.ts'
import manifest from '../package.json' with { type: 'json' }
import { admitOrigin } from './cors.ts'
import { isOutside, leadInside } from './mounting.ts'
import { lacksPreAuth, preAuthRefusal } from './pre-auth.ts'
import { configureRequest } from './request-configuration.ts'
import { isRefused } from './request-limits.ts'
import { isStatic, serveWeb } from './web-hosting.ts'
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
  /** Absent where nothing is limited, as in a benchmark. */
  rateLimits?: RateLimits
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
    configureRequest(request, reply)
    if (admitOrigin(request, reply)) return reply
    const isLocal = given.isLocal(request)
    const address = clientAddress(
      request,
      workspace.config.list('ServiceSettings.TrustedProxyIPHeader'),
    )
    const sender = { address, token: readToken(request).token }
    if (!isLocal && given.rateLimits && isRefused(given.rateLimits, request, reply, sender)) {
      return reply
    }
    const path = request.url.split('?', 1)[0] ?? ''
    if (!isLocal && lacksPreAuth(workspace.config, path, request.raw)) {
      reply.headers(preAuthRefusal)
      throw new AppError('api.context.permissions.app_error', 403)
    }
    if (!isLocal && isOutside(request)) return leadInside(request, reply)
    const actor = isLocal ? { ...anonymous, isLocal: true } : await authenticate(request, reply)
    request.actor = { ...actor, ipAddress: address }
    // For everybody else it is as if there were no such address.
    if (request.routeOptions.config.auth === 'local' && !request.actor.isLocal) {
      throw new AppError('api.context.404.app_error', 404)
    }
    const route = `${request.method} ${request.routeOptions.url}`
    if (workspace.busy.isBusy() && refusedWhenBusy.has(route)) {
      throw new AppError('api.context.server_busy.app_error', 503)
    }
    return undefined
  })
  app.addHook('onResponse', async (request, { statusCode: status }) => {
    if (status !== 500) return
    const route = `${request.method} ${request.routeOptions.url}`
    request.workspace?.logs.note('error', 'request.failed', { route, request_id: request.id })
  })

  if (given.control) controlRoutes(app, given.control)
  await importsRoutes(app)
  configRoutes(app)
  auditsRoutes(app)
  analyticsRoutes(app)
  checksRoutes(app)
  jobsRoutes(app)
  logsRoutes(app, os.hostname())
  termsRoutes(app)
  await brandRoutes(app)
  await systemRoutes(app, manifest.version)
  rolesRoutes(app)
  schemesRoutes(app)
  signupRoutes(app)
  confirmationsRoutes(app)
  invitationsRoutes(app)
  guestsRoutes(app)
  mailRoutes(app)
  magicLinksRoutes(app, setSessionCookies)
  loginMethodsRoutes(app, setSessionCookies)
  reportsRoutes(app)
  erasureRoutes(app)
  sessionsRoutes(app)
  mfaRoutes(app)
  tokensRoutes(app)
  botsRoutes(app)
  oauthRoutes(app)
  await oauthWebRoutes(app)
  outgoingOAuthRoutes(app)
  usersRoutes(app)
  statusesRoutes(app)
  preferencesRoutes(app)
  teamsRoutes(app)
  channelsRoutes(app)
  categoriesRoutes(app)
  postsRoutes(app)
  burnOnReadRoutes(app)
  acknowledgementsRoutes(app)
  scheduledPostsRoutes(app)
  remindersRoutes(app)
  threadsRoutes(app)
  reactionsRoutes(app)
  await filesRoutes(app)
  await picturesRoutes(app)
  await emojiRoutes(app)
  linksRoutes(app)
  notificationsRoutes(app)
  draftsRoutes(app)
  savedRoutes(app)
  searchRoutes(app)
  rostersRoutes(app)
  bookmarksRoutes(app)
  groupsRoutes(app)
  integrationsRoutes(app)
  await webhooksRoutes(app)
  await commandsRoutes(app)
  bootRoutes(app)
  await serveWeb(app, given.webFolder)
  registerNotImplemented(app)
}

/** The session's actor; anonymous where the route allows it. Throws 401 otherwise. */
async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Actor> {
  const { auth = 'session', csrfExempt = false } = request.routeOptions.config
  const { token, isCookie, isQuery = false } = readToken(request)
  const session = token ? await request.workspace.sessions.authenticate(token) : undefined
  if (session && isQuery && !session.actor.isOAuth) {
    throw new AppError('api.context.token_provided.app_error', 401)
  }
  const isForged =
    session &&
    isCookie &&
    !csrfExempt &&
    !['GET', 'HEAD'].includes(request.method) &&
    !passesCsrf(request, session.csrf)
  if (session && !isForged) {
    if (session.lacksMfa && !mayLackMfa(request, session.actor)) {
      if (auth === 'none') return anonymous
      throw new AppError('api.context.mfa_required.app_error', 403)
    }
    const { actor, csrf, maxAgeSeconds } = session
    if (isCookie && maxAgeSeconds !== undefined) {
      setSessionCookies(request, reply, { user: { id: actor.userId }, token, csrf, maxAgeSeconds })
    }
    return { ...session.actor, connectionId: String(request.headers['connection-id'] ?? '') }
  }
  const isNeeded = auth === 'session' && request.routeOptions.url !== undefined
  if (token && (isNeeded || isForged)) clearSessionCookies(reply)
  if (isNeeded || isForged) throw unauthorized()
  return anonymous
}

/** What somebody can do who has yet to set up the second factor: see, leave and set it up. */
function mayLackMfa(request: FastifyRequest, actor: Actor): boolean {
  const { url, config } = request.routeOptions
  if (config.mayLackMfa !== undefined) return config.mayLackMfa
  if (config.auth === 'none' && request.method === 'GET') return true
  const { user_id: userId } = (request.params ?? {}) as Record<string, string>
  const isOwn = userId === 'me' || userId === actor.userId
  return request.method === 'GET' && url === '/api/v4/users/:user_id' && isOwn
}

/** Cookie first, then the header, then the address, as clients expect. */
function readToken(request: FastifyRequest): {
  token: string
  isCookie: boolean
  isQuery?: boolean
} {
  const fromCookie = request.cookies[tokenCookie]
  if (fromCookie) return { token: fromCookie, isCookie: true }
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ')
  const isKnown = ['bearer', 'token'].includes(scheme.toLowerCase())
  if (isKnown) return { token, isCookie: false }
  const { access_token: given } = request.query as Record<string, unknown>
  return { token: typeof given === 'string' ? given : '', isCookie: false, isQuery: true }
}

function passesCsrf(request: FastifyRequest, csrf: string): boolean {
  if (csrf !== '' && request.headers['x-csrf-token'] === csrf) return true
  const isStrict = request.workspace.config.bool(
    'ServiceSettings.ExperimentalStrictCSRFEnforcement',
  )
  return !isStrict && request.headers['x-requested-with'] === 'XMLHttpRequest'
}
