import german from '@redoubt/wire/errors.de.json' with { type: 'json' }
import messages from '@redoubt/wire/errors.en.json' with { type: 'json' }
import type { Language } from '#platform/http/language.ts'

/** Every error id that a client can meet. A typo does not compile. */
export type ErrorId = keyof typeof messages

type AppErrorOptions = {
  detail?: string
  cause?: unknown
  params?: Record<string, string | number>
}

/** An expected failure. The HTTP layer turns it into the wire's error body; nothing else does. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly id: ErrorId
  /** HTTP status: 4xx for the caller's fault, 5xx for ours. */
  readonly status: number
  /** Values for the placeholders of the translated message. */
  readonly params: Record<string, string | number>

  constructor(id: ErrorId, status: number, options: AppErrorOptions = {}) {
    super(options.detail ?? id, { cause: options.cause })
    this.id = id
    this.status = status
    this.params = options.params ?? {}
  }
}

const messagesByLanguage: Record<Language, Partial<Record<ErrorId, string>>> = {
  en: messages,
  de: german,
}

/** The message of an error id, with `{Name}` placeholders filled in. */
export function errorMessage(
  id: ErrorId,
  params: Record<string, string | number>,
  language: Language = 'en',
): string {
  const message = messagesByLanguage[language][id] ?? messages[id]
  return message.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole))
}

/** Refusal of a body field. */
export function invalidBody(name: string): AppError {
  return new AppError('api.context.invalid_body_param.app_error', 400, { params: { Name: name } })
}

/** Refusal of a path or query value. */
export function invalidUrl(name: string): AppError {
  return new AppError('api.context.invalid_url_param.app_error', 400, { params: { Name: name } })
}

/** The one answer to a lack of permission. */
export function forbidden(): AppError {
  return new AppError('api.context.permissions.app_error', 403)
}

/** The one answer to a missing or dead session. */
export function unauthorized(): AppError {
  return new AppError('api.context.session_expired.app_error', 401)
}
