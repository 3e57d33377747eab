import type { Readable } from 'node:stream'
import type { MultipartFields } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { AppError, invalidUrl } from '#platform/app-error.ts'

/** What an upload consists of, in the order in which it arrives. */
export type UploadPart =
  | { kind: 'channel_id'; value: string }
  | { kind: 'client_id'; value: string }
  /** `source` has to be read before the next part is asked for. */
  | { kind: 'file'; name: string; source: AsyncIterable<Uint8Array> }

export type UploadQuery = { channel_id?: string; filename?: string; client_id?: string }

/** Clients call the part of a resumed upload `data`. */
const fileFields = new Set(['files', 'data'])
const maxFieldBytes = 10 * 1024
const limits = { fileSize: Infinity, fieldSize: maxFieldBytes, files: 100, fields: 210 }

/** The parts of a form, or for any other body the one file that it is. */
export async function* readUpload(
  request: FastifyRequest,
  query: UploadQuery,
): AsyncGenerator<UploadPart> {
  try {
    yield* request.isMultipart() ? readForm(request, query) : readBody(request, query)
  } finally {
    // Refused early, the rest is read and dropped, so that the connection can be used again.
    request.raw.unpipe()
    request.raw.resume()
  }
}

/** The bytes of a raw body, or of the first file of a form. */
export async function* readContent(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  const unnamed = { channel_id: '-', filename: '-' }
  for await (const part of readUpload(request, unnamed)) {
    if (part.kind !== 'file') continue
    yield* part.source
    return
  }
}

async function* readForm(request: FastifyRequest, query: UploadQuery): AsyncGenerator<UploadPart> {
  if (query.channel_id) yield { kind: 'channel_id', value: query.channel_id }
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'file' && fileFields.has(part.fieldname)) {
        yield { kind: 'file', name: part.filename, source: readStream(part.file) }
      } else if (part.type === 'field') {
        yield* toField(part)
      }
      // What nobody wanted must not hold up what follows.
      if (part.type === 'file') part.file.resume()
    }
  } catch (error) {
    throw toCutOff(error)
  }
}

function* toField(part: MultipartFieldPart): Generator<UploadPart> {
  const kind = part.fieldname === 'client_ids' ? 'client_id' : part.fieldname
  if (kind !== 'channel_id' && kind !== 'client_id') return
  if (part.valueTruncated || typeof part.value !== 'string') {
    throw new AppError('api.file.upload_file.read_form_value.app_error', 400, {
      params: { Formname: part.fieldname },
    })
  }
  yield { kind, value: part.value }
}

type MultipartFieldPart = Pick<
  Extract<NonNullable<MultipartFields[string]>, { type: 'field' }>,
  'fieldname' | 'value' | 'valueTruncated'
>

async function* readBody(
  request: FastifyRequest,
  { channel_id, filename, client_id }: UploadQuery,
): AsyncGenerator<UploadPart> {
  if (!channel_id) throw invalidUrl('channel_id')
  if (!filename) throw invalidUrl('filename')
  yield { kind: 'channel_id', value: channel_id }
  if (client_id) yield { kind: 'client_id', value: client_id }
  yield { kind: 'file', name: filename, source: readStream(request.raw) }
}

/** Doesn't destroy the stream when its reader gives up: the answer goes over the same connection. */
async function* readStream(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* stream.iterator({ destroyOnReturn: false })
  } catch (error) {
    throw toCutOff(error)
  }
}

function toCutOff(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('api.file.upload_file.read_request.app_error', 400, { cause: error })
}
