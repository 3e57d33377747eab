import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import type { App } from '#platform/http/app.ts'

export function erasureRoutes(app: App) {
  app.delete(
    '/api/v4/users',
    { config: { auth: 'local' }, schema: { response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.erasure.eraseEverybody(req.actor)
      return statusOk
    },
  )
}
