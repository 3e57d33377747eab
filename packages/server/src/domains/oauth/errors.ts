import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, errorMessage } from '#platform/app-error.ts'

/** Our ids in the words of RFC 6749 §5.2 and RFC 7591 §3.2.2. */
const names: Record<string, string> = {
  'api.oauth.get_access_token.bad_grant.app_error': 'unsupported_grant_type',
  'api.oauth.get_access_token.expired_code.app_error': 'invalid_grant',
  'api.oauth.get_access_token.redirect_uri.app_error': 'invalid_grant',
  'api.oauth.get_access_token.refresh_token.app_error': 'invalid_grant',
  'api.oauth.get_access_token.resource_mismatch.app_error': 'invalid_target',
  'model.oauth.validate_grant.credentials.app_error': 'invalid_client',
  'model.oauth.validate_grant.pkce_required.app_error': 'invalid_grant',
  'model.oauth.validate_grant.public_client_refresh_token.app_error': 'unauthorized_client',
  'model.oauth.validate_grant.public_client_secret.app_error': 'invalid_client',
  'model.oauth.is_valid.callback.app_error': 'invalid_redirect_uri',
}

/** Answers in both forms at once: that of the API, and that of OAuth's own standards. */
export function answerInBothForms(fallback: string) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = toKnown(error)
    if (!known) throw error
    const { id, status, params } = known
    const message = errorMessage(id, params)
    const name = params.Name === 'redirect_uris' ? 'invalid_redirect_uri' : (names[id] ?? fallback)
    return reply
      .code(status)
      .header('Cache-Control', 'no-store')
      .serializer(JSON.stringify)
      .type('application/json')
      .send({
        error: name,
        error_description: message,
        id,
        message,
        detailed_error: '',
        request_id: request.id,
        status_code: status,
      })
  }
}

/** Undefined for what the usual handler has to answer. */
export function toKnown(error: FastifyError): AppError | undefined {
  if (error instanceof AppError)
    return error.status < 500 || error.status === 501 ? error : undefined
  const isMalformed = error.validation !== undefined || error.code?.startsWith('FST_ERR_CTP')
  return isMalformed
    ? new AppError('api.oauth.get_access_token.bad_request.app_error', 400)
    : undefined
}
