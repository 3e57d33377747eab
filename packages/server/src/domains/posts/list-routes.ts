import { idParams, OptionalId, PageQuery } from '@redoubt/wire/base.ts'
import { PostList } from '@redoubt/wire/posts.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { isUnchanged, sendUnlessKnown } from '#platform/http/etag.ts'
import { toBoolean, toLimit, toPage } from '#platform/http/paging.ts'
import type { ListQuery } from './listing.ts'
import { burnType } from './rules.ts'

const ofPost = idParams('post_id')
const ofChannel = idParams('channel_id')
const Text = Type.Optional(Type.String())
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
  before: Type.Optional(OptionalId),
  after: Type.Optional(OptionalId),
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

/** Where something burns no copy may be kept on the way: such a list has no tag. */
function sendList(req: FastifyRequest, reply: FastifyReply, list: PostList) {
  const isBurning = Object.values(list.posts).some(({ type }) => type === burnType)
  return isBurning ? list : sendUnlessKnown(req, reply, req.workspace.config.versionId, list)
}

/** Reading posts in lists. */
export function postListRoutes(app: App) {
  app.get(
    '/api/v4/channels/:channel_id/posts',
    { schema: { params: ofChannel, querystring: PostsQuery, response: { 200: PostList } } },
    async (req, reply) => {
      const { listing, config } = req.workspace
      const { channel_id } = req.params
      const { since = 0, before, after } = req.query
      const flags = toFlags(req.query)
      const isPage = since === 0
      // Where threads collapse, the page tells what its reader follows: the channel knows nothing of that.
      if (isPage && !flags.collapsed) {
        const lastUpdate = await listing.lastUpdate(req.actor, channel_id)
        const etag = `${config.versionId}.${lastUpdate}`
        if (lastUpdate !== undefined && isUnchanged(req, reply, etag)) return reply
      }
      const list = await listing.list(req.actor, channel_id, {
        ...toPage(req.query),
        ...flags,
        ...(since > 0 && { since }),
        ...(before && { before }),
        ...(after && { after }),
      })
      return isPage && flags.collapsed ? sendList(req, reply, list) : list
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
    async (req, reply) => {
      const { user_id, channel_id } = req.params
      const list = await req.workspace.listing.listUnread(req.actor, user_id, channel_id, {
        ...toFlags(req.query),
        ...toPage({}),
        limitBefore: toLimit(req.query.limit_before),
        limitAfter: toLimit(req.query.limit_after),
      })
      return sendList(req, reply, list)
    },
  )

  app.get(
    '/api/v4/posts/:post_id/thread',
    { schema: { params: ofPost, querystring: ThreadParameters, response: { 200: PostList } } },
    async (req, reply) => {
      const list = await req.workspace.listing.thread(req.actor, req.params.post_id, {
        limit: Math.min(req.query.perPage ?? 0, 200),
        ...toCollapsing(req.query),
        fromCreateAt: req.query.fromCreateAt ?? 0,
        fromUpdateAt: req.query.fromUpdateAt ?? 0,
        fromPost: req.query.fromPost ?? '',
        updatesOnly: toBoolean(req.query.updatesOnly),
        rootOnly: toBoolean(req.query.skipFetchThreads),
        direction: req.query.direction === 'up' ? 'up' : 'down',
      })
      return sendList(req, reply, list)
    },
  )

  app.get(
    '/api/v4/channels/:channel_id/pinned',
    { schema: { params: ofChannel, response: { 200: PostList } } },
    (req) => req.workspace.listing.pinned(req.actor, req.params.channel_id),
  )
}
