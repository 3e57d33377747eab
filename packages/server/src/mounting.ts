import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'

/**
 * Takes the path that a workspace lives below off a request, before its route is looked for. Where
 * a service worker was before the workspace moved below a path, there is one that takes it away.
 */
export function enterMount(request: IncomingMessage, mountPath: string): void {
  const { url = '/' } = request
  const inner = url.startsWith(`${mountPath}/`)
    ? url.slice(mountPath.length)
    : url === '/sw.js' && '/static/leave.js'
  if (mountPath && inner) Object.assign(request, { url: inner, originalUrl: url })
}

/** Whether a request is for an address that isn't below the workspace's path. */
export function isOutside({ workspace, url, originalUrl }: FastifyRequest): boolean {
  return workspace.config.mountPath !== '' && originalUrl === url
}

/** Leads a reader to the same address below the path. Throws 404 where more is asked than to read. */
export function leadInside({ method, url, workspace }: FastifyRequest, reply: FastifyReply) {
  if (!['GET', 'HEAD'].includes(method)) throw new AppError('api.context.404.app_error', 404)
  const { mountPath } = workspace.config
  const isTheMount = url.split('?', 1)[0] === mountPath
  const inner = isTheMount ? `/${url.slice(mountPath.length)}` : url
  return reply.redirect(mountPath + inner, 302)
}
