import { endpoints } from '@redoubt/wire/endpoints.gen.ts'
import { AppError } from '#platform/app-error.ts'
import type { App } from './app.ts'

/** Answered without a route of their own: by the socket server and the web app's fallback. */
export const servedOtherwise: ReadonlySet<string> = new Set([
  '/api/v4/websocket',
  '/{anything}',
  '/static/{file}',
])

const everyMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Gives every known endpoint that has no route yet an honest 501. Call it after all routes. */
export function registerNotImplemented(app: App): void {
  for (const { method, path } of endpoints) {
    if (servedOtherwise.has(path)) continue
    for (const name of method === 'ANY' ? everyMethod : [method]) {
      const url = toRouteUrl(path)
      if (app.hasRoute({ method: name, url })) continue
      app.route({
        method: name,
        url,
        config: { auth: 'none', csrfExempt: true, isNotImplemented: true },
        handler: () => {
          throw new AppError('api.not_implemented.app_error', 501, { params: { Path: path } })
        },
      })
    }
  }
}

/** `/users/{user_id}` as the router writes it; what stands for several segments is a star. */
export function toRouteUrl(path: string): string {
  return path.replace(/\{(path|file)\}$/, '*').replace(/\{(\w+)\}/g, ':$1')
}
