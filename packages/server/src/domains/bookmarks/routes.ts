import { idParams } from '@redoubt/wire/base.ts'
import { Bookmark, BookmarkPatch, NewBookmark, UpdatedBookmark } from '@redoubt/wire/bookmarks.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofChannel = idParams('channel_id')
const ofBookmark = idParams('channel_id', 'bookmark_id')
const Bookmarks = Type.Array(Bookmark)

export function bookmarksRoutes(app: App) {
  app.get(
    '/api/v4/channels/:channel_id/bookmarks',
    {
      schema: {
        params: ofChannel,
        querystring: Type.Object({ bookmarks_since: Type.Optional(Type.String()) }),
        response: { 200: Bookmarks },
      },
    },
    (req) => {
      const since = Number(req.query.bookmarks_since)
      const isSince = Number.isSafeInteger(since) && since > 0
      const { channel_id } = req.params
      return req.workspace.bookmarks.list(req.actor, channel_id, isSince ? since : undefined)
    },
  )

  app.post(
    '/api/v4/channels/:channel_id/bookmarks',
    { schema: { params: ofChannel, body: NewBookmark, response: { 201: Bookmark } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.bookmarks.create(req.actor, req.params.channel_id, req.body)
    },
  )

  app.patch(
    '/api/v4/channels/:channel_id/bookmarks/:bookmark_id',
    { schema: { params: ofBookmark, body: BookmarkPatch, response: { 200: UpdatedBookmark } } },
    (req) => {
      const { channel_id, bookmark_id } = req.params
      return req.workspace.bookmarks.patch(req.actor, channel_id, bookmark_id, req.body)
    },
  )

  app.delete(
    '/api/v4/channels/:channel_id/bookmarks/:bookmark_id',
    { schema: { params: ofBookmark, response: { 200: Bookmark } } },
    (req) => {
      const { channel_id, bookmark_id } = req.params
      return req.workspace.bookmarks.remove(req.actor, channel_id, bookmark_id)
    },
  )

  app.post(
    '/api/v4/channels/:channel_id/bookmarks/:bookmark_id/sort_order',
    { schema: { params: ofBookmark, body: Type.Integer(), response: { 200: Bookmarks } } },
    (req) => {
      const { channel_id, bookmark_id } = req.params
      return req.workspace.bookmarks.move(req.actor, channel_id, bookmark_id, req.body)
    },
  )
}
