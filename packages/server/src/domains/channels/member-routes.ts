import { Readable } from 'node:stream'
import {
  Id,
  idParams,
  PageQuery,
  StatusOk,
  StringMap,
  statusOk,
  UserIdOrMe,
} from '@redoubt/wire/base.ts'
import {
  Channel,
  ChannelMember,
  ChannelUnread,
  ChannelView,
  ChannelViewed,
} from '@redoubt/wire/channels.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { sendUnlessKnown } from '#platform/http/etag.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofChannel = idParams('channel_id')
const ofMember = idParams('channel_id', 'user_id')
const ofUser = idParams('user_id')
const Channels = Type.Array(Channel)
const Members = Type.Array(ChannelMember)
const Ids = Type.Array(Id, { maxItems: 1000 })
const Text = Type.Optional(Type.String())
const DeletedQuery = Type.Object({
  include_deleted: Text,
  last_delete_at: Type.Optional(Type.Integer()),
})
const SchemeRoles = Type.Object({
  scheme_admin: Type.Boolean(),
  scheme_user: Type.Boolean(),
  scheme_guest: Type.Optional(Type.Boolean()),
})

/** A user's own channels, and who is in a channel. */
export function channelMemberRoutes(app: App) {
  myChannelRoutes(app)
  memberRoutes(app)
}

function myChannelRoutes(app: App) {
  app.get(
    '/api/v4/users/:user_id/teams/:team_id/channels',
    {
      schema: {
        params: idParams('user_id', 'team_id'),
        querystring: DeletedQuery,
        response: { 200: Channels },
      },
    },
    async (req, reply) => {
      const { channels, config } = req.workspace
      const mine = await channels.listOfUser(req.actor, req.params.user_id, {
        teamId: req.params.team_id,
        includeDeleted: toBoolean(req.query.include_deleted),
        deletedSince: req.query.last_delete_at ?? 0,
      })
      return sendUnlessKnown(req, reply, config.versionId, mine)
    },
  )

  app.get(
    '/api/v4/users/:user_id/channels',
    { schema: { params: ofUser, querystring: DeletedQuery, response: { 200: Channels } } },
    async (req, reply) => {
      const { channels, config } = req.workspace
      const mine = await channels.listOfUser(req.actor, req.params.user_id, {
        includeDeleted: toBoolean(req.query.include_deleted),
        deletedSince: req.query.last_delete_at ?? 0,
      })
      return sendUnlessKnown(req, reply, config.versionId, mine)
    },
  )

  app.get(
    '/api/v4/users/:user_id/teams/:team_id/channels/members',
    { schema: { params: idParams('user_id', 'team_id'), response: { 200: Members } } },
    (req) =>
      req.workspace.channels.listMembershipsOfUser(
        req.actor,
        req.params.user_id,
        req.params.team_id,
      ),
  )

  // Page -1 streams everything, one member a line; that is how the web client starts.
  app.get(
    '/api/v4/users/:user_id/channel_members',
    { schema: { params: ofUser, querystring: PageQuery } },
    async (req, reply) => {
      const stream = req.workspace.channels.streamMemberships(req.actor, req.params.user_id)
      if (req.query.page === '-1') {
        return reply.type('application/x-ndjson').send(Readable.from(toLines(stream)))
      }
      const { limit, offset } = toPage(req.query)
      const rows: unknown[] = []
      for await (const page of stream) rows.push(...page)
      return rows.slice(offset, offset + limit)
    },
  )

  app.get(
    '/api/v4/users/:user_id/channels/:channel_id/unread',
    { schema: { params: idParams('user_id', 'channel_id'), response: { 200: ChannelUnread } } },
    (req) => req.workspace.channels.unread(req.actor, req.params.user_id, req.params.channel_id),
  )

  app.post(
    '/api/v4/channels/members/:user_id/view',
    { schema: { params: ofUser, body: ChannelView, response: { 200: ChannelViewed } } },
    (req) => req.workspace.channels.view(req.actor, req.params.user_id, req.body),
  )

  app.post(
    '/api/v4/channels/members/:user_id/mark_read',
    { schema: { params: ofUser, body: Ids, response: { 200: ChannelViewed } } },
    (req) => req.workspace.channels.markRead(req.actor, req.params.user_id, req.body),
  )

  app.put(
    '/api/v4/channels/members/:user_id/direct/read',
    { schema: { params: ofUser, response: { 200: ChannelViewed } } },
    (req) => req.workspace.channels.markAllRead(req.actor, req.params.user_id, ''),
  )

  // Together with the threads: this is what a press on "Mark all as read" means.
  app.put(
    '/api/v4/users/:user_id/teams/:team_id/read',
    { schema: { params: idParams('user_id', 'team_id'), response: { 200: ChannelViewed } } },
    async (req) => {
      const { channels, threads } = req.workspace
      await threads.markAllThreadsRead(req.actor, req.params)
      return channels.markAllRead(req.actor, req.params.user_id, req.params.team_id)
    },
  )
}

async function* toLines(pages: AsyncIterable<unknown[]>): AsyncGenerator<string> {
  for await (const page of pages) {
    if (page.length > 0) yield `${page.map((row) => JSON.stringify(row)).join('\n')}\n`
  }
}

function memberRoutes(app: App) {
  app.get(
    '/api/v4/channels/:channel_id/members',
    { schema: { params: ofChannel, querystring: PageQuery, response: { 200: Members } } },
    (req) =>
      req.workspace.channels.listMembers(req.actor, req.params.channel_id, toPage(req.query)),
  )

  app.post(
    '/api/v4/channels/:channel_id/members/ids',
    { schema: { params: ofChannel, body: Ids, response: { 200: Members } } },
    (req) => req.workspace.channels.listMembersByIds(req.actor, req.params.channel_id, req.body),
  )

  app.post(
    '/api/v4/channels/:channel_id/members',
    {
      schema: {
        params: ofChannel,
        body: Type.Object({
          user_id: Type.Optional(UserIdOrMe),
          user_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
          post_root_id: Type.Optional(Type.String()),
        }),
        response: { 201: Type.Union([ChannelMember, Members]) },
      },
    },
    async (req, reply) => {
      const { user_id, user_ids, post_root_id: rootId } = req.body
      const ids = user_ids ?? (user_id ? [user_id === 'me' ? req.actor.userId : user_id] : [])
      if (ids.length === 0) throw invalidBody('user_id')
      const { channels } = req.workspace
      const members = await channels.addMembers(req.actor, req.params.channel_id, ids, rootId)
      reply.code(201)
      return user_ids ? members : (members[0] ?? members)
    },
  )

  app.get(
    '/api/v4/channels/:channel_id/members/:user_id',
    { schema: { params: ofMember, response: { 200: ChannelMember } } },
    (req) => req.workspace.channels.getMember(req.actor, req.params.channel_id, req.params.user_id),
  )

  app.delete(
    '/api/v4/channels/:channel_id/members/:user_id',
    { schema: { params: ofMember, response: { 200: StatusOk } } },
    async (req) => {
      const { channel_id, user_id } = req.params
      await req.workspace.channels.removeMember(req.actor, channel_id, user_id)
      return statusOk
    },
  )

  app.put(
    '/api/v4/channels/:channel_id/members/:user_id/notify_props',
    { schema: { params: ofMember, body: StringMap, response: { 200: StatusOk } } },
    async (req) => {
      const { channel_id, user_id } = req.params
      await req.workspace.channels.updateNotifyProps(req.actor, channel_id, user_id, req.body)
      return statusOk
    },
  )

  app.put(
    '/api/v4/channels/:channel_id/members/:user_id/schemeRoles',
    { schema: { params: ofMember, body: SchemeRoles, response: { 200: StatusOk } } },
    async (req) => {
      const { channel_id, user_id } = req.params
      await req.workspace.channels.updateSchemeRoles(req.actor, channel_id, user_id, req.body)
      return statusOk
    },
  )

  app.put(
    '/api/v4/channels/:channel_id/members/:user_id/roles',
    {
      schema: {
        params: ofMember,
        body: Type.Object({ roles: Type.String() }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { channel_id, user_id } = req.params
      await req.workspace.channels.updateRoles(req.actor, channel_id, user_id, req.body.roles)
      return statusOk
    },
  )

  app.put(
    '/api/v4/channels/:channel_id/members/:user_id/autotranslation',
    {
      schema: {
        params: ofMember,
        body: Type.Object({ autotranslation_disabled: Type.Boolean() }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { channel_id, user_id } = req.params
      const isDisabled = req.body.autotranslation_disabled
      await req.workspace.channels.updateAutotranslation(req.actor, channel_id, user_id, isDisabled)
      return statusOk
    },
  )
}
