import type { FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What a body that is read into memory may weigh; forms and files have limits of their own. */
    maxBodyBytes: number
  }
}

/** Headers and the like add a little to what the configuration allows. */
const margin = 512
const defaultLimit = 300_000

/** Has every body read as JSON, whatever type it claims: programs often claim none. */
export function readJsonBodies(app: App): void {
  app.decorateRequest('maxBodyBytes', defaultLimit + margin)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const text = await readText(request)
    // Clients send POST and DELETE with a JSON type and no body.
    if (text === '') return undefined
    try {
      return parseStorable(text)
    } catch (cause) {
      throw new AppError('api.payload.parse.error', 400, { cause })
    }
  })
  app.addHook('preValidation', async ({ body, routeOptions }) => {
    dropNulls(body, routeOptions.schema?.body)
  })
}

/** Sets what a body may weigh, by the configuration's value. */
export function limitBody(request: FastifyRequest, bytes: number): void {
  request.maxBodyBytes = bytes + margin
}

/** The whole body. Throws 413 for one that is too large, the rest of which is read and dropped. */
export function readText(request: FastifyRequest): Promise<string> {
  const { raw, maxBodyBytes } = request
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let bytes = 0
    const onData = (piece: Buffer) => {
      bytes += piece.length
      if (bytes <= maxBodyBytes) {
        pieces.push(piece)
        return
      }
      raw.off('data', onData)
      raw.resume()
      reject(new AppError('api.context.request_body_too_large.app_error', 413))
    }
    raw.on('data', onData)
    raw.once('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
    raw.once('error', reject)
  })
}

/**
 * Parses JSON; what PostgreSQL can't store as text (NUL, halves of surrogate pairs) is dropped, and
 * so is a field that would pass for an object's prototype.
 */
export function parseStorable(text: string): unknown {
  if (!/\\u|__proto__/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value === 'string') return storable(value)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const entries = Object.entries(value).map(([key, entry]) => [storable(key), entry] as const)
    return Object.fromEntries(entries.filter(([key]) => key !== '__proto__'))
  })
}

function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

type FieldSchema = { type?: string; anyOf?: readonly FieldSchema[] }

/**
 * Takes a field that is null for one that isn't there, unless null means something in it: for many
 * programs of the wire the two are the same.
 */
function dropNulls(body: unknown, schema: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, FieldSchema> }
  const fields = body as Record<string, unknown>
  for (const [name, field] of Object.entries(properties)) {
    if (fields[name] === null && !takesNull(field)) delete fields[name]
  }
}

function takesNull({ type, anyOf }: FieldSchema): boolean {
  return anyOf ? anyOf.some(takesNull) : type === undefined || type === 'null'
}
