import type { FastifyRequest } from 'fastify'

/**
 * Where a request came from: the first address of the first of `trusted` headers that is there,
 * else the other end of the connection.
 */
export function clientAddress(request: FastifyRequest, trusted: readonly string[]): string {
  for (const name of trusted) {
    const value = [request.headers[name.toLowerCase()]].flat()[0]
    const first = value?.split(',')[0]?.trim()
    if (first) return first.slice(0, 64)
  }
  return request.ip ?? ''
}
