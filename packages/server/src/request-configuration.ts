import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'
import { limitBody } from '#platform/http/bodies.ts'
import { parseLanguage } from '#platform/http/language.ts'

/**
 * What the workspace's configuration says of every request and its answer. Throws 414 for an
 * address that is too long.
 */
export function configureRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { config } = request.workspace
  reply.raw.setHeader('X-Version-Id', config.versionId)
  if (config.bool('ServiceSettings.TLSStrictTransport')) {
    const seconds = config.int('ServiceSettings.TLSStrictTransportMaxAge')
    reply.raw.setHeader('Strict-Transport-Security', `max-age=${seconds}`)
  }
  request.errorStyle = {
    showsDetail: config.bool('ServiceSettings.EnableDeveloper'),
    hidesFaults: config.bool('ServiceSettings.ExperimentalEnableHardenedMode'),
    language:
      parseLanguage(request.headers['accept-language']) ??
      parseLanguage(config.string('LocalizationSettings.DefaultServerLocale')) ??
      'en',
  }
  if (request.originalUrl.length > config.int('ServiceSettings.MaximumURLLength')) {
    throw new AppError('basic_security_check.url.too_long_error', 414)
  }
  limitBody(request, config.int('ServiceSettings.MaximumPayloadSizeBytes'))
}
