import { Id, idParams, OptionalId, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  NewEphemeralPost,
  NewPost,
  Post,
  PostInfo,
  PostList,
  PostPatch,
  PostUpdate,
} from '@redoubt/wire/posts.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { isUnchanged } from '#platform/http/etag.ts'
import { toBoolean, toLimit, toPage } from '#platform/http/paging.ts'
import type { ListQuery } from './listing.ts'

const ofPost = idParams('post_id')
const ofChannel = idParams('channel_id')
const Text = Type.Optional(Type.String())
const Posts = Type.Array(Post)
const ListFlags = {
  collapsedThreads: Text,
  collapsedThreadsExtended: Text,
  skipFetchThreads: Text,
  include_deleted: Text,
}
const PostsQuery = Type.Object({
  ...PageQuery.properties,
  ...ListFlags,
  since: Type.Optional(Type.Integer({ minimum: 0 })),
  before: Type.Optional(Id),
  after: Type.Optional(Id),
})
const UnreadQuery = Type.Object({ ...ListFlags, limit_before: Text, limit_after: Text })
const ThreadParameters = Type.Object({
  perPage: Type.Optional(Type.Integer({ minimum: 0 })),
  fromCreateAt: Type.Optional(Type.Integer({ minimum: 0 })),
  fromUpdateAt: Type.Optional(Type.Integer({ minimum: 0 })),
  fromPost: Type.Optional(OptionalId),
  updatesOnly: Text,
  skipFetchThreads: Text,
  collapsedThreads: Text,
  collapsedThreadsExtended: Text,
  direction: Type.Optional(
    Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('')]),
  ),
})
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

type Flags = { [Name in keyof typeof ListFlags]?: string }

function toFlags(
  query: Flags,
): Pick<ListQuery, 'collapsed' | 'extended' | 'skipsThreads' | 'includeDeleted'> {
  return {
    ...toCollapsing(query),
    skipsThreads: toBoolean(query.skipFetchThreads),
    includeDeleted: toBoolean(query.include_deleted),
  }
}

function toCollapsing(query: Pick<Flags, 'collapsedThreads' | 'collapsedThreadsExtended'>) {
  return {
    collapsed: toBoolean(query.collapsedThreads),
    extended: toBoolean(query.collapsedThreadsExtended),
  }
}

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
    { schema: { body: Type.Array(Id, { minItems: 1, maxItems: 1000 }), response: { 200: Posts } } },
    (req) => req.workspace.posts.byIds(req.actor, req.body),
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
      return isUnchanged(req, reply, etag) ? reply : post
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

  listRoutes(app)
}

function listRoutes(app: App) {
  app.get(
    '/api/v4/channels/:channel_id/posts',
    { schema: { params: ofChannel, querystring: PostsQuery, response: { 200: PostList } } },
    async (req, reply) => {
      const { listing, config } = req.workspace
      const { channel_id } = req.params
      const { since, before, after } = req.query
      const etag = `${config.versionId}.${await listing.lastUpdate(req.actor, channel_id)}`
      if (since === undefined && isUnchanged(req, reply, etag)) return reply
      return listing.list(req.actor, channel_id, {
        ...toPage(req.query),
        ...toFlags(req.query),
        ...(since !== undefined && { since }),
        ...(before && { before }),
        ...(after && { after }),
      })
    },
  )

  app.get(
    '/api/v4/users/:user_id/channels/:channel_id/posts/unread',
    {
      schema: {
        params: idParams('user_id', 'channel_id'),
        querystring: UnreadQuery,
        response: { 200: PostList },
      },
    },
    (req) =>
      req.workspace.listing.listUnread(req.actor, req.params.user_id, req.params.channel_id, {
        ...toFlags(req.query),
        ...toPage({}),
        limitBefore: toLimit(req.query.limit_before),
        limitAfter: toLimit(req.query.limit_after),
      }),
  )

  app.get(
    '/api/v4/posts/:post_id/thread',
    { schema: { params: ofPost, querystring: ThreadParameters, response: { 200: PostList } } },
    (req) =>
      req.workspace.listing.thread(req.actor, req.params.post_id, {
        limit: Math.min(req.query.perPage ?? 0, 200),
        ...toCollapsing(req.query),
        fromCreateAt: req.query.fromCreateAt ?? 0,
        fromUpdateAt: req.query.fromUpdateAt ?? 0,
        fromPost: req.query.fromPost ?? '',
        updatesOnly: toBoolean(req.query.updatesOnly),
        rootOnly: toBoolean(req.query.skipFetchThreads),
        direction: req.query.direction === 'up' ? 'up' : 'down',
      }),
  )

  app.get(
    '/api/v4/channels/:channel_id/pinned',
    { schema: { params: ofChannel, response: { 200: PostList } } },
    (req) => req.workspace.listing.pinned(req.actor, req.params.channel_id),
  )
}
