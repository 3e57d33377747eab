import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConfigService } from '#domains/config/service.ts'

/** Whether pages of this origin may speak to the server, beside its own. */
export function isAdmittedOrigin(config: ConfigService, origin: string): boolean {
  const admitted = config.string('ServiceSettings.AllowCorsFrom').split(/\s+/)
  return admitted.includes('*') || admitted.includes(origin)
}

/**
 * Lets browsers show answers to pages of admitted origins (Fetch §3.2). Resolves to true where the
 * request did nothing but ask whether it may come, and has been answered.
 */
export function admitOrigin(request: FastifyRequest, reply: FastifyReply): boolean {
  const { config } = request.workspace
  const { origin } = request.headers
  if (!origin || !isAdmittedOrigin(config, origin)) return false
  // Not even with this setting does everybody get at what cookies open.
  const isNamed = config.string('ServiceSettings.AllowCorsFrom').split(/\s+/).includes(origin)
  const takesCookies = isNamed && config.bool('ServiceSettings.CorsAllowCredentials')
  const exposed = config.string('ServiceSettings.CorsExposedHeaders')
  reply.headers({
    Vary: 'Origin',
    'Access-Control-Allow-Origin': isNamed ? origin : '*',
    ...(takesCookies && { 'Access-Control-Allow-Credentials': 'true' }),
    ...(exposed && { 'Access-Control-Expose-Headers': exposed }),
  })
  const method = request.headers['access-control-request-method']
  if (request.method !== 'OPTIONS' || !method) return false
  const wanted = request.headers['access-control-request-headers']
  reply
    .code(204)
    .headers({
      'Access-Control-Allow-Methods': method,
      ...(wanted && { 'Access-Control-Allow-Headers': wanted }),
      'Access-Control-Max-Age': 86_400,
    })
    .send()
  return true
}
