import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { EmojiName, NewReaction, Reaction, ReactionsByPost } from '@redoubt/wire/reactions.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofReaction = Type.Object({
  ...idParams('user_id', 'post_id').properties,
  emoji_name: EmojiName,
})

export function reactionsRoutes(app: App) {
  // Described as 201, answered with 200.
  app.post(
    '/api/v4/reactions',
    { schema: { body: NewReaction, response: { 200: Reaction } } },
    (req) => req.workspace.reactions.add(req.actor, req.body),
  )

  app.delete(
    '/api/v4/users/:user_id/posts/:post_id/reactions/:emoji_name',
    { schema: { params: ofReaction, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.reactions.remove(req.actor, req.params)
      return statusOk
    },
  )

  app.get(
    '/api/v4/posts/:post_id/reactions',
    { schema: { params: idParams('post_id'), response: { 200: Type.Array(Reaction) } } },
    (req) => req.workspace.reactions.listForPost(req.actor, req.params.post_id),
  )

  app.post(
    '/api/v4/posts/ids/reactions',
    {
      schema: {
        body: Type.Array(Id, { minItems: 1, maxItems: 1000 }),
        response: { 200: ReactionsByPost },
      },
    },
    (req) => req.workspace.reactions.listForPosts(req.actor, req.body),
  )
}
