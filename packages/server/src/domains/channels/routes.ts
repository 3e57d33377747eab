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
  ChannelPatch,
  ChannelStats,
  ChannelUnread,
  ChannelView,
  ChannelViewed,
  NewChannel,
} from '@redoubt/wire/channels.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofChannel = idParams('channel_id')
const ofTeam = idParams('team_id')
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

export function channelsRoutes(app: App) {
  channelRoutes(app)
  teamChannelRoutes(app)
  myChannelRoutes(app)
  memberRoutes(app)
}

function channelRoutes(app: App) {
  app.post(
    '/api/v4/channels',
    { schema: { body: NewChannel, response: { 201: Channel } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.channels.create(req.actor, req.body)
    },
  )

  app.post(
    '/api/v4/channels/direct',
    { schema: { body: Type.Array(Id, { minItems: 1, maxItems: 2 }), response: { 201: Channel } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.channels.direct(req.actor, req.body)
    },
  )

  app.post(
    '/api/v4/channels/group',
    { schema: { body: Ids, response: { 201: Channel } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.channels.group(req.actor, req.body)
    },
  )

  app.post(
    '/api/v4/channels/stats/member_count',
    { schema: { body: Ids, response: { 200: Type.Record(Type.String(), Type.Integer()) } } },
    (req) => req.workspace.channels.memberCounts(req.actor, req.body),
  )

  app.get(
    '/api/v4/channels/:channel_id',
    { schema: { params: ofChannel, response: { 200: Channel } } },
    (req) => req.workspace.channels.get(req.actor, req.params.channel_id),
  )

  for (const url of [
    '/api/v4/channels/:channel_id',
    '/api/v4/channels/:channel_id/patch',
  ] as const) {
    app.put(
      url,
      { schema: { params: ofChannel, body: ChannelPatch, response: { 200: Channel } } },
      (req) => {
        const { display_name, name, header, purpose } = req.body
        const given = Object.entries({ display_name, name, header, purpose })
        const patch = Object.fromEntries(given.filter(([, value]) => value !== undefined))
        return req.workspace.channels.patch(req.actor, req.params.channel_id, patch)
      },
    )
  }

  app.put(
    '/api/v4/channels/:channel_id/privacy',
    {
      schema: {
        params: ofChannel,
        body: Type.Object({ privacy: Type.String() }),
        response: { 200: Channel },
      },
    },
    (req) =>
      req.workspace.channels.updatePrivacy(req.actor, req.params.channel_id, req.body.privacy),
  )

  app.delete(
    '/api/v4/channels/:channel_id',
    { schema: { params: ofChannel, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.channels.archive(req.actor, req.params.channel_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/channels/:channel_id/restore',
    { schema: { params: ofChannel, response: { 200: Channel } } },
    (req) => req.workspace.channels.restore(req.actor, req.params.channel_id),
  )

  app.get(
    '/api/v4/channels/:channel_id/stats',
    {
      schema: {
        params: ofChannel,
        querystring: Type.Object({ exclude_files_count: Text }),
        response: { 200: ChannelStats },
      },
    },
    (req) => {
      const countsFiles = !toBoolean(req.query.exclude_files_count)
      return req.workspace.channels.stats(req.actor, req.params.channel_id, countsFiles)
    },
  )
}

function teamChannelRoutes(app: App) {
  app.get(
    '/api/v4/teams/:team_id/channels',
    { schema: { params: ofTeam, querystring: PageQuery, response: { 200: Channels } } },
    (req) => req.workspace.channels.listPublic(req.actor, req.params.team_id, toPage(req.query)),
  )

  app.get(
    '/api/v4/teams/:team_id/channels/private',
    { schema: { params: ofTeam, querystring: PageQuery, response: { 200: Channels } } },
    (req) => req.workspace.channels.listPrivate(req.actor, req.params.team_id, toPage(req.query)),
  )

  app.get(
    '/api/v4/teams/:team_id/channels/deleted',
    { schema: { params: ofTeam, querystring: PageQuery, response: { 200: Channels } } },
    (req) => req.workspace.channels.listDeleted(req.actor, req.params.team_id, toPage(req.query)),
  )

  app.post(
    '/api/v4/teams/:team_id/channels/ids',
    { schema: { params: ofTeam, body: Ids, response: { 200: Channels } } },
    (req) => req.workspace.channels.listPublicByIds(req.actor, req.params.team_id, req.body),
  )

  for (const kind of ['autocomplete', 'search_autocomplete'] as const) {
    app.get(
      `/api/v4/teams/:team_id/channels/${kind}`,
      {
        schema: {
          params: ofTeam,
          querystring: Type.Object({ name: Text }),
          response: { 200: Channels },
        },
      },
      (req) =>
        req.workspace.channels.search(req.actor, req.params.team_id, req.query.name ?? '', 50),
    )
  }

  app.post(
    '/api/v4/teams/:team_id/channels/search',
    {
      schema: {
        params: ofTeam,
        body: Type.Object({ term: Type.String() }),
        response: { 200: Channels },
      },
    },
    (req) => req.workspace.channels.search(req.actor, req.params.team_id, req.body.term, 100),
  )

  app.get(
    '/api/v4/teams/:team_id/channels/name/:channel_name',
    {
      schema: {
        params: Type.Object({ team_id: Id, channel_name: Type.String() }),
        querystring: DeletedQuery,
        response: { 200: Channel },
      },
    },
    (req) => {
      const { team_id, channel_name } = req.params
      const includeDeleted = toBoolean(req.query.include_deleted)
      return req.workspace.channels.getByName(req.actor, team_id, channel_name, includeDeleted)
    },
  )

  app.get(
    '/api/v4/teams/name/:team_name/channels/name/:channel_name',
    {
      schema: {
        params: Type.Object({ team_name: Type.String(), channel_name: Type.String() }),
        querystring: DeletedQuery,
        response: { 200: Channel },
      },
    },
    (req) => {
      const names = { team: req.params.team_name, channel: req.params.channel_name }
      const includeDeleted = toBoolean(req.query.include_deleted)
      return req.workspace.channels.getByTeamName(req.actor, names, includeDeleted)
    },
  )
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
    (req) =>
      req.workspace.channels.listOfUser(req.actor, req.params.user_id, {
        teamId: req.params.team_id,
        includeDeleted: toBoolean(req.query.include_deleted),
        deletedSince: req.query.last_delete_at ?? 0,
      }),
  )

  app.get(
    '/api/v4/users/:user_id/channels',
    { schema: { params: ofUser, querystring: DeletedQuery, response: { 200: Channels } } },
    (req) =>
      req.workspace.channels.listOfUser(req.actor, req.params.user_id, {
        includeDeleted: toBoolean(req.query.include_deleted),
        deletedSince: req.query.last_delete_at ?? 0,
      }),
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
        }),
        response: { 201: Type.Union([ChannelMember, Members]) },
      },
    },
    async (req, reply) => {
      const { user_id, user_ids } = req.body
      const ids = user_ids ?? (user_id ? [user_id === 'me' ? req.actor.userId : user_id] : [])
      if (ids.length === 0) throw invalidBody('user_id')
      const members = await req.workspace.channels.addMembers(req.actor, req.params.channel_id, ids)
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
}
