import type { WireError } from '@redoubt/wire/base.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, errorMessage, invalidBody, invalidUrl } from '#platform/app-error.ts'
import { isTransient } from '#platform/db/pg-errors.ts'

/** Where a person reads what went wrong; undefined where the wire's error body is to be answered. */
export type ErrorPage = (request: FastifyRequest, message: string) => string | undefined

/** Turns whatever was thrown into the wire's error body, or leads to the page that tells of it. */
export function errorHandler(errorPage: ErrorPage = () => undefined) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = toAppError(error)
    if (known.status >= 500 && !(error instanceof AppError)) {
      request.log.error({ err: error, route: request.routeOptions.url }, 'request.failed')
    }
    const page = errorPage(request, errorMessage(known.id, known.params))
    if (page !== undefined) return reply.header('Cache-Control', 'no-store').redirect(page, 302)
    return sendError(known, request, reply)
  }
}

export function handleNotFound(request: FastifyRequest, reply: FastifyReply) {
  return sendError(new AppError('api.context.404.app_error', 404), request, reply)
}

function sendError(error: AppError, request: FastifyRequest, reply: FastifyReply) {
  const body: WireError = {
    id: error.id,
    message: errorMessage(error.id, error.params),
    detailed_error: '',
    request_id: request.id,
    status_code: error.status,
  }
  return reply.code(error.status).serializer(JSON.stringify).type('application/json').send(body)
}

function toAppError(error: FastifyError): AppError {
  if (error instanceof AppError) return error
  if (error.validation) return fromValidation(error)
  switch (error.code) {
    case 'REDOUBT_BAD_JSON':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new AppError('api.payload.parse.error', 400, { cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('api.payload.parse.error', 400, { cause: error })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('api.context.request_body_too_large.app_error', 413, { cause: error })
    case 'REDOUBT_URL_TOO_LONG':
      return new AppError('basic_security_check.url.too_long_error', 414)
    case 'FST_ERR_BAD_URL':
      return invalidUrl('url')
  }
  if (isTransient(error)) {
    return new AppError('api.database_unavailable.app_error', 503, { cause: error })
  }
  const isClientFault = error.statusCode !== undefined && error.statusCode < 500
  return isClientFault
    ? new AppError('api.payload.parse.error', 400, { cause: error })
    : new AppError('api.internal.app_error', 500, { cause: error })
}

function fromValidation(error: FastifyError): AppError {
  const first = error.validation?.[0]
  const missing = first?.params.requiredProperties ?? first?.params.missingProperty
  const named = Array.isArray(missing) ? missing[0] : missing
  const name = String(named ?? first?.instancePath.split('/').filter(Boolean).at(-1) ?? 'body')
  return error.validationContext === 'body' ? invalidBody(name) : invalidUrl(name)
}
