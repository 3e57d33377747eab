import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Acknowledgement } from '@redoubt/wire/posts.ts'
import type { App } from '#platform/http/app.ts'

const params = idParams('user_id', 'post_id')
const url = '/api/v4/users/:user_id/posts/:post_id/ack'

export function acknowledgementsRoutes(app: App) {
  app.post(url, { schema: { params, response: { 200: Acknowledgement } } }, (req) =>
    req.workspace.acknowledgements.add(req.actor, req.params.user_id, req.params.post_id),
  )

  app.delete(url, { schema: { params, response: { 200: StatusOk } } }, async (req) => {
    const { user_id, post_id } = req.params
    await req.workspace.acknowledgements.remove(req.actor, user_id, post_id)
    return statusOk
  })
}
