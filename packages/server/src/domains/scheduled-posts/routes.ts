import { idParams } from '@redoubt/wire/base.ts'
import {
  NewScheduledPost,
  ScheduledPost,
  ScheduledPostsByTeam,
} from '@redoubt/wire/scheduled-posts.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const one = '/api/v4/posts/schedule/:scheduled_post_id'
const params = idParams('scheduled_post_id')

export function scheduledPostsRoutes(app: App) {
  app.post(
    '/api/v4/posts/schedule',
    { schema: { body: NewScheduledPost, response: { 201: ScheduledPost } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.scheduledPosts.create(req.actor, req.body)
    },
  )

  app.put(
    one,
    { schema: { params, body: NewScheduledPost, response: { 201: ScheduledPost } } },
    (req, reply) => {
      const { scheduled_post_id } = req.params
      reply.code(201)
      return req.workspace.scheduledPosts.update(req.actor, scheduled_post_id, req.body)
    },
  )

  app.delete(one, { schema: { params, response: { 201: ScheduledPost } } }, (req, reply) => {
    reply.code(201)
    return req.workspace.scheduledPosts.remove(req.actor, req.params.scheduled_post_id)
  })

  app.get(
    '/api/v4/posts/scheduled/team/:team_id',
    {
      schema: {
        params: idParams('team_id'),
        querystring: Type.Object({ includeDirectChannels: Type.Optional(Type.String()) }),
        response: { 200: ScheduledPostsByTeam },
      },
    },
    (req) =>
      req.workspace.scheduledPosts.list(req.actor, req.params.team_id, {
        withDirect: toBoolean(req.query.includeDirectChannels),
      }),
  )
}
