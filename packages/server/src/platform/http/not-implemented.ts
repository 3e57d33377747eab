import { endpoints } from '@redoubt/wire/endpoints.gen.ts'
import { AppError } from '#platform/app-error.ts'
import type { App } from './app.ts'

/** Gives every known endpoint that has no route yet an honest 501. Call it after all routes. */
export function registerNotImplemented(app: App): void {
  for (const { method, path } of endpoints) {
    const url = toRouteUrl(path)
    const isRoutable = /^[A-Z]+$/.test(method) && method !== 'ANY' && path.startsWith('/api/v4/')
    if (!isRoutable || path.endsWith('/websocket') || app.hasRoute({ method, url })) continue
    app.route({
      method,
      url,
      config: { auth: 'none', csrfExempt: true, isNotImplemented: true },
      handler: () => {
        throw new AppError('api.not_implemented.app_error', 501, { params: { Path: path } })
      },
    })
  }
}

/** `/users/{user_id}` as the router writes it. */
export function toRouteUrl(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}
