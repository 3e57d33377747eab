import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseRange } from '#platform/http/range.ts'
import { isShownInline, toContentDisposition } from './names.ts'
import type { FileContent } from './service.ts'

/**
 * Sends a file, or the range of it that was asked for. Content never changes under its id, so the
 * id is its ETag. What could run in a browser is only ever saved.
 */
export function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: FileContent,
  options: { isDownload: boolean; isGzipMode: boolean },
): FastifyReply {
  const etag = `"${content.id}"`
  const { sizeBytes } = content.blob
  const isInline = !options.isDownload && isShownInline(content.type)
  reply.headers({
    'Content-Type': content.type,
    'Content-Disposition': toContentDisposition(isInline ? 'inline' : 'attachment', content.name),
    'Cache-Control': 'private, max-age=86400',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "Frame-ancestors 'none'",
    'Accept-Ranges': 'bytes',
    ETag: etag,
  })
  if (options.isGzipMode) reply.header('X-Uncompressed-Content-Length', sizeBytes)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const { 'if-range': ifRange = etag, range: header } = request.headers
  const range = ifRange === etag ? parseRange(header, sizeBytes) : undefined
  if (range === 'unsatisfiable') {
    return reply.code(416).header('Content-Range', `bytes */${sizeBytes}`).send()
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes }
  if (range) {
    reply.code(206).header('Content-Range', `bytes ${start}-${end - 1}/${sizeBytes}`)
  }
  reply.header('Content-Length', end - start)
  const isBodyless = request.method === 'HEAD'
  return reply.send(Readable.from(isBodyless ? [] : content.blob.read({ start, end })))
}
