import type { FastifyReply, FastifyRequest } from 'fastify'

export type SetCookies = typeof setSessionCookies

/** The three cookies of a browser's session; the client reads the last two. */
export const tokenCookie = 'MMAUTHTOKEN'
const userIdCookie = 'MMUSERID'
const csrfCookie = 'MMCSRF'

export function setSessionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  session: { user: { id: string }; token: string; csrf: string; maxAgeSeconds: number },
): void {
  const secure = isHttps(request)
  const options = {
    ...reachOf(request),
    maxAge: session.maxAgeSeconds,
    secure,
    // Inside of another site's frame, browsers send no others along.
    sameSite: secure && request.cookies.MMEMBED === '1' ? ('none' as const) : ('lax' as const),
  }
  reply.setCookie(tokenCookie, session.token, { ...options, httpOnly: true })
  reply.setCookie(userIdCookie, session.user.id, options)
  reply.setCookie(csrfCookie, session.csrf, options)
}

export function clearSessionCookies(reply: FastifyReply): void {
  const reach = reachOf(reply.request)
  for (const name of [tokenCookie, userIdCookie, csrfCookie]) reply.clearCookie(name, reach)
}

/** Of two workspaces below paths of one host, each has cookies of its own. */
function reachOf({ workspace: { config } }: FastifyRequest): { path: string; domain?: string } {
  const path = config.mountPath || '/'
  if (!config.bool('ServiceSettings.AllowCookiesForSubdomains')) return { path }
  const domain = URL.parse(config.string('ServiceSettings.SiteURL'))?.hostname
  return domain ? { path, domain } : { path }
}

function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
}
