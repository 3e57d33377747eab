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
  const options = {
    path: pathOf(request),
    maxAge: session.maxAgeSeconds,
    secure: isHttps(request),
    sameSite: 'lax' as const,
  }
  reply.setCookie(tokenCookie, session.token, { ...options, httpOnly: true })
  reply.setCookie(userIdCookie, session.user.id, options)
  reply.setCookie(csrfCookie, session.csrf, options)
}

export function clearSessionCookies(reply: FastifyReply): void {
  const path = pathOf(reply.request)
  for (const name of [tokenCookie, userIdCookie, csrfCookie]) reply.clearCookie(name, { path })
}

/** Of two workspaces below paths of one host, each has cookies of its own. */
function pathOf(request: FastifyRequest): string {
  return request.workspace.config.mountPath || '/'
}

function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
}
