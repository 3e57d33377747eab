import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Answers a conditional GET: returns true after a 304 was sent, else sets the header.
 * The text is compared and sent as it is, without quotes.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('ETag', etag)
  if (request.headers['if-none-match'] !== etag) return false
  reply.code(304).send()
  return true
}
