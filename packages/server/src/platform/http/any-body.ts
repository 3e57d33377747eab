import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { readText } from './bodies.ts'

/**
 * Registers routes whose bodies come from programs, of whatever type: forms of several parts are
 * read by their handlers, everything else is there as text.
 */
export async function withAnyBody(app: App, routes: (scope: App) => void): Promise<void> {
  await app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', readText)
    await scope.register(multipart)
    routes(scope)
  })
}

/** The type that the body says it has, in lower case and without parameters. */
export function mediaType(request: FastifyRequest): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';')
  return type.trim().toLowerCase()
}

/** The body of a route below `withAnyBody`, as text. */
export function bodyText(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : ''
}
