import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseRange } from '#platform/http/range.ts'
import { isShownInline, toContentDisposition } from './names.ts'
import type { FileContent } from './service.ts'

type SendOptions = { isDownload: boolean; isGzipMode: boolean }

/**
 * Sends a file, or the range of it that was asked for. Content never changes under its id, so the
 * id is its ETag. What could run in a browser is only ever saved.
 */
export async function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: FileContent,
  options: SendOptions,
): Promise<FastifyReply> {
  const etag = `"${content.id}"`
  const { sizeBytes } = content.blob
  const { 'if-range': ifRange = etag, range: header } = request.headers
  const range = ifRange === etag ? parseRange(header, sizeBytes) : undefined
  if (range === 'unsatisfiable') {
    return reply.code(416).header('Content-Range', `bytes */${sizeBytes}`).send()
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes }
  const isUnchanged = request.headers['if-none-match'] === etag
  const isBodyless = isUnchanged || request.method === 'HEAD'
  const body = await startReading(isBodyless ? [] : content.blob.read({ start, end }))
  reply.headers({ ...toHeaders(content, options), 'Accept-Ranges': 'bytes', ETag: etag })
  if (isUnchanged) return reply.code(304).send()
  if (range) {
    reply.code(206).header('Content-Range', `bytes ${start}-${end - 1}/${sizeBytes}`)
  }
  return reply.header('Content-Length', end - start).send(body)
}

function toHeaders({ type, name, blob }: FileContent, options: SendOptions) {
  const isInline = !options.isDownload && isShownInline(type)
  return {
    'Content-Type': type,
    'Content-Disposition': toContentDisposition(isInline ? 'inline' : 'attachment', name),
    'Cache-Control': 'private, max-age=86400',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "Frame-ancestors 'none'",
    ...(options.isGzipMode && { 'X-Uncompressed-Content-Length': blob.sizeBytes }),
  }
}

/** Resolves once there is something to send, so that a file which can't be read gets its error. */
async function startReading(source: AsyncIterable<Buffer> | []): Promise<Readable> {
  const stream = Readable.from(source)
  await once(stream, 'readable')
  return stream
}
