import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Post } from '@redoubt/wire/posts.ts'
import type { App } from '#platform/http/app.ts'

const ofPost = idParams('post_id')

export function burnOnReadRoutes(app: App) {
  app.get(
    '/api/v4/posts/:post_id/reveal',
    { schema: { params: ofPost, response: { 200: Post } } },
    (req) => req.workspace.burnOnRead.reveal(req.actor, req.params.post_id),
  )

  app.delete(
    '/api/v4/posts/:post_id/burn',
    { schema: { params: ofPost, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.burnOnRead.burn(req.actor, req.params.post_id)
      return statusOk
    },
  )
}
