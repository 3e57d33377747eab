import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

/** In seconds; what is beyond the year 9999 is no time. */
const TargetTime = Type.Integer({ minimum: 0, maximum: 253_402_300_799 })

export function remindersRoutes(app: App) {
  app.post(
    '/api/v4/users/:user_id/posts/:post_id/reminder',
    {
      schema: {
        params: idParams('user_id', 'post_id'),
        body: Type.Object({ target_time: TargetTime }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { user_id, post_id } = req.params
      await req.workspace.reminders.set(req.actor, user_id, post_id, req.body.target_time)
      return statusOk
    },
  )
}
