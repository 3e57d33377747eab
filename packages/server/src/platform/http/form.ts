import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'
import type { App } from './app.ts'

/** A form that was read into memory: text fields and the content of files, by field name. */
export type Form = { fields: ReadonlyMap<string, string>; files: ReadonlyMap<string, Buffer[]> }

/** Reads the request's form once it is known that the actor may send one. */
export type ReadForm = (limits: Limits) => Promise<Form | undefined>

type Limits = { maxFileBytes: number; tooLarge: () => AppError }

const formLimits = { fileSize: Infinity, fieldSize: 10 * 1024, files: 10, fields: 20, parts: 30 }

/** Registers routes whose bodies are forms; their handlers call `readForm`. */
export async function withForms(app: App, routes: (scope: App) => void): Promise<void> {
  await app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    await scope.register(multipart)
    routes(scope)
  })
}

/** Reads a form with small files; undefined where the body is none. Throws 400 for a broken one. */
export async function readForm(request: FastifyRequest, limits: Limits): Promise<Form | undefined> {
  try {
    return request.isMultipart() ? await readParts(request, limits) : undefined
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('api.payload.parse.error', 400, { cause: error })
  } finally {
    // Refused early, the rest is read and dropped, so that the connection can be used again.
    request.raw.unpipe()
    request.raw.resume()
  }
}

async function readParts(
  request: FastifyRequest,
  { maxFileBytes, tooLarge }: Limits,
): Promise<Form> {
  const fields = new Map<string, string>()
  const files = new Map<string, Buffer[]>()
  let bytes = 0
  for await (const part of request.parts({ limits: formLimits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string' && !part.valueTruncated) {
        fields.set(part.fieldname, part.value)
      }
      continue
    }
    const pieces: Buffer[] = []
    for await (const piece of part.file.iterator({ destroyOnReturn: false })) {
      bytes += piece.length
      if (bytes > maxFileBytes) throw tooLarge()
      pieces.push(piece)
    }
    files.set(part.fieldname, [...(files.get(part.fieldname) ?? []), Buffer.concat(pieces)])
  }
  return { fields, files }
}
