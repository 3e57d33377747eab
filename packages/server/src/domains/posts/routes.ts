import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  NewEphemeralPost,
  NewPost,
  Post,
  PostInfo,
  PostPatch,
  PostUpdate,
} from '@redoubt/wire/posts.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { isUnchanged } from '#platform/http/etag.ts'
import { toBoolean } from '#platform/http/paging.ts'
import { postListRoutes } from './list-routes.ts'
import { burnType } from './rules.ts'

const ofPost = idParams('post_id')
const Text = Type.Optional(Type.String())
const Posts = Type.Array(Post)
const UnreadAt = Type.Object({
  team_id: Type.String(),
  user_id: Id,
  channel_id: Id,
  msg_count: Type.Integer(),
  msg_count_root: Type.Integer(),
  mention_count: Type.Integer(),
  mention_count_root: Type.Integer(),
  urgent_mention_count: Type.Integer(),
  last_viewed_at: Type.Integer(),
})

export function postsRoutes(app: App) {
  app.post(
    '/api/v4/posts',
    {
      schema: {
        body: NewPost,
        querystring: Type.Object({ set_online: Text }),
        response: { 201: Post },
      },
    },
    (req, reply) => {
      reply.code(201)
      const setsOnline = req.query.set_online === undefined || toBoolean(req.query.set_online)
      return req.workspace.posts.create(req.actor, req.body, { setsOnline })
    },
  )

  app.post(
    '/api/v4/posts/ids',
    { schema: { body: Type.Array(Id), response: { 200: Posts } } },
    (req, reply) => {
      // Nothing is ever out of reach here for its age.
      reply.header('First-Inaccessible-Post-Time', '0')
      return req.workspace.posts.byIds(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/posts/:post_id',
    {
      schema: {
        params: ofPost,
        querystring: Type.Object({ include_deleted: Text }),
        response: { 200: Post },
      },
    },
    async (req, reply) => {
      const { posts, config } = req.workspace
      const post = await posts.get(req.actor, req.params.post_id, {
        includeDeleted: toBoolean(req.query.include_deleted),
      })
      const etag = `${config.versionId}.${post.id}.${post.update_at}`
      // What burns looks different to each reader and at each time.
      const isKept = post.type !== burnType
      return isKept && isUnchanged(req, reply, etag) ? reply : post
    },
  )

  app.put(
    '/api/v4/posts/:post_id',
    { schema: { params: ofPost, body: PostUpdate, response: { 200: Post } } },
    (req) => req.workspace.posts.update(req.actor, req.params.post_id, req.body),
  )

  app.put(
    '/api/v4/posts/:post_id/patch',
    { schema: { params: ofPost, body: PostPatch, response: { 200: Post } } },
    (req) => req.workspace.posts.patch(req.actor, req.params.post_id, req.body),
  )

  app.post(
    '/api/v4/posts/:post_id/restore/:restore_version_id',
    {
      schema: { params: idParams('post_id', 'restore_version_id'), response: { 200: Post } },
    },
    (req) =>
      req.workspace.posts.restoreVersion(
        req.actor,
        req.params.post_id,
        req.params.restore_version_id,
      ),
  )

  app.delete(
    '/api/v4/posts/:post_id',
    {
      schema: {
        params: ofPost,
        querystring: Type.Object({ permanent: Text }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { posts } = req.workspace
      const isForGood = toBoolean(req.query.permanent)
      await (isForGood ? posts.erase : posts.remove)(req.actor, req.params.post_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/posts/ephemeral',
    { schema: { body: NewEphemeralPost, response: { 201: Post } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.posts.whisper(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/posts/:post_id/info',
    { schema: { params: ofPost, response: { 200: PostInfo } } },
    (req) => req.workspace.posts.info(req.actor, req.params.post_id),
  )

  app.post(
    '/api/v4/posts/:post_id/move',
    {
      schema: {
        params: ofPost,
        body: Type.Object({ channel_id: Id }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.threadMoves.move(req.actor, req.params.post_id, req.body.channel_id)
      return statusOk
    },
  )

  for (const [verb, isPinned] of [
    ['pin', true],
    ['unpin', false],
  ] as const) {
    app.post(
      `/api/v4/posts/:post_id/${verb}`,
      { schema: { params: ofPost, response: { 200: StatusOk } } },
      async (req) => {
        await req.workspace.posts.setPinned(req.actor, req.params.post_id, isPinned)
        return statusOk
      },
    )
  }

  app.get(
    '/api/v4/posts/:post_id/edit_history',
    { schema: { params: ofPost, response: { 200: Posts } } },
    (req) => req.workspace.posts.editHistory(req.actor, req.params.post_id),
  )

  app.post(
    '/api/v4/users/:user_id/posts/:post_id/set_unread',
    {
      schema: {
        params: idParams('user_id', 'post_id'),
        body: Type.Union([
          Type.Object({ collapsed_threads_supported: Type.Optional(Type.Boolean()) }),
          Type.Null(),
        ]),
        response: { 200: UnreadAt },
      },
    },
    (req) => {
      const { user_id, post_id } = req.params
      const isCollapsing = req.body?.collapsed_threads_supported ?? false
      return req.workspace.posts.setUnread(req.actor, user_id, post_id, isCollapsing)
    },
  )

  app.post(
    '/api/v4/users/:user_id/typing',
    {
      schema: {
        params: idParams('user_id'),
        body: Type.Object({ channel_id: Id, parent_id: Text }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.announceTyping(req.actor, req.body.channel_id, req.body.parent_id ?? '')
      return statusOk
    },
  )

  postListRoutes(app)
}
