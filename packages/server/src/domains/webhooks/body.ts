import type { FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'
import { bodyText, mediaType } from '#platform/http/any-body.ts'
import { parseStorable } from '#platform/http/bodies.ts'

const partLimits = { fileSize: 0, files: 0, fieldSize: 300_000, fields: 20, parts: 30 }

/** The message in JSON, in a form's `payload`, or in the fields of a form of several parts. */
export async function readProgramBody(request: FastifyRequest): Promise<unknown> {
  if (request.isMultipart()) return readParts(request)
  const type = mediaType(request)
  const text = bodyText(request)
  if (type === 'application/x-www-form-urlencoded') {
    const payload = new URLSearchParams(text).get('payload')
    if (payload === null) throw new AppError('web.incoming_webhook.parse_form.app_error', 400)
    return parse(payload)
  }
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(type)) {
    throw new AppError('web.incoming_webhook.media_type.app_error', 400)
  }
  return parse(text)
}

async function readParts(request: FastifyRequest): Promise<unknown> {
  const fields: Record<string, unknown> = {}
  try {
    for await (const part of request.parts({ limits: partLimits })) {
      if (part.type !== 'field' || typeof part.value !== 'string') continue
      const { fieldname: name, value } = part
      fields[name] = ['attachments', 'props', 'priority'].includes(name) ? parse(value) : value
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('web.incoming_webhook.parse_multipart.app_error', 400, { cause: error })
  } finally {
    // Refused early, the rest is read and dropped, so that the connection can be used again.
    request.raw.unpipe()
    request.raw.resume()
  }
  const { payload, ...message } = fields
  return typeof payload === 'string' ? parse(payload) : message
}

function parse(text: string): unknown {
  try {
    return parseStorable(text)
  } catch {
    // Programs paste texts into JSON as they are: what JSON wants escaped gets escaped.
  }
  try {
    return parseStorable(withEscapedControls(text))
  } catch (error) {
    throw new AppError('web.incoming_webhook.decode.app_error', 400, { cause: error })
  }
}

/** Line ends and other controls inside of strings, as JSON would have them. */
function withEscapedControls(text: string): string {
  let isInString = false
  let isEscaped = false
  let escaped = ''
  for (const sign of text) {
    const isControl = sign < ' '
    escaped += isInString && isControl ? JSON.stringify(sign).slice(1, -1) : sign
    if (sign === '"' && !isEscaped) isInString = !isInString
    isEscaped = sign === '\\' && !isEscaped
  }
  return escaped
}
