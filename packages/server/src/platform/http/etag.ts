import { createHash } from 'node:crypto'
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

/**
 * Sends the answer, or 304 to whoever has it. Its tag is drawn from all that it says, so nothing in it
 * can change behind an old tag.
 */
export function sendUnlessKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  version: string,
  answer: unknown,
): FastifyReply {
  const text = String(reply.serialize(answer))
  const digest = createHash('sha256').update(text).digest('base64url')
  if (isUnchanged(request, reply, `${version}.${digest}`)) return reply
  return reply.type('application/json').send(text)
}
