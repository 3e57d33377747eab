import { idParams, OptionalId, PageQuery } from '@redoubt/wire/base.ts'
import { PostList } from '@redoubt/wire/posts.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'

const SavedQuery = Type.Object({
  ...PageQuery.properties,
  channel_id: Type.Optional(OptionalId),
  team_id: Type.Optional(OptionalId),
})

export function savedRoutes(app: App) {
  app.get(
    '/api/v4/users/:user_id/posts/flagged',
    {
      schema: {
        params: idParams('user_id'),
        querystring: SavedQuery,
        response: { 200: PostList },
      },
    },
    (req) => {
      const { channel_id: channelId = '', team_id: teamId = '' } = req.query
      const filter = { channelId, teamId }
      return req.workspace.saved.list(req.actor, req.params.user_id, filter, toPage(req.query))
    },
  )
}
