import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')

export function guestsRoutes(app: App) {
  app.post(
    '/api/v4/users/:user_id/demote',
    { schema: { params: ofUser, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.guests.demote(req.actor, req.params.user_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/:user_id/promote',
    { schema: { params: ofUser, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.guests.promote(req.actor, req.params.user_id)
      return statusOk
    },
  )
}
