import type { FastifyRequest } from 'fastify'

/** Below these, addresses are opened by people and not by programs. */
const openedByPeople = /^\/(files|login|oauth|signup)\//

/**
 * The address of the page that tells what went wrong, signed so that nobody else can put words into
 * our mouth; undefined where the answer has to be in the form of the API.
 */
export function errorPageOf(request: FastifyRequest, message: string): string | undefined {
  const { actor, method, url, routeOptions, headers } = request
  const isPage =
    ['GET', 'HEAD'].includes(method) && openedByPeople.test(url) && routeOptions.url !== undefined
  // Before it is known who asks, whatever fails would fail for that page as well.
  const isForApi = !actor || actor.isLocal || headers['x-mobile-app'] !== undefined
  if (!isPage || isForApi) return undefined
  const { config, signingKey } = request.workspace
  const address = `${config.mountPath}/error?${new URLSearchParams({ message })}`
  return `${address}&s=${signingKey.sign(address)}`
}
