import type { WireError } from '@redoubt/wire/base.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, errorMessage, invalidBody, invalidUrl } from '#platform/app-error.ts'
import { isTransient } from '#platform/db/pg-errors.ts'
import type { Language } from './language.ts'

/** Where a person reads what went wrong; undefined where the wire's error body is to be answered. */
export type ErrorPage = (request: FastifyRequest, message: string) => string | undefined

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent until it is known whom the request is for. */
    errorStyle?: ErrorStyle
  }
}

/** How much refusals say and in which language, by who asks and whom the request is for. */
type ErrorStyle = {
  /** Tells developers what it was in detail. */
  showsDetail: boolean
  /** Tells nobody what went wrong on our side. */
  hidesFaults: boolean
  language: Language
}

const plain: ErrorStyle = { showsDetail: false, hidesFaults: false, language: 'en' }

/** Turns whatever was thrown into the wire's error body, or leads to the page that tells of it. */
export function errorHandler(errorPage: ErrorPage = () => undefined) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = toAppError(error)
    if (known.status >= 500 && !(error instanceof AppError)) {
      request.log.error({ err: error, route: request.routeOptions.url }, 'request.failed')
    }
    const body = toBody(known, request)
    const page = errorPage(request, body.message)
    if (page !== undefined) return reply.header('Cache-Control', 'no-store').redirect(page, 302)
    return send(reply, body)
  }
}

export function handleNotFound(request: FastifyRequest, reply: FastifyReply) {
  return send(reply, toBody(new AppError('api.context.404.app_error', 404), request))
}

function send(reply: FastifyReply, body: WireError) {
  return reply.code(body.status_code).serializer(JSON.stringify).type('application/json').send(body)
}

function toBody(error: AppError, request: FastifyRequest): WireError {
  const { showsDetail, hidesFaults, language } = request.errorStyle ?? plain
  const isHidden = hidesFaults && error.status >= 500
  return {
    id: isHidden ? '' : error.id,
    message: isHidden ? 'Internal Server Error' : errorMessage(error.id, error.params, language),
    detailed_error: showsDetail && !isHidden ? detailOf(error) : '',
    request_id: request.id,
    status_code: error.status,
  }
}

/** What the error was made of, where it says more than its id. */
function detailOf({ id, message, cause }: AppError): string {
  const texts = [message === id ? '' : message, cause instanceof Error ? cause.message : '']
  return texts.filter(Boolean).join(': ')
}

function toAppError(error: FastifyError): AppError {
  if (error instanceof AppError) return error
  if (error.validation) return fromValidation(error)
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('api.payload.parse.error', 400, { cause: error })
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
