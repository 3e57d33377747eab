import { Id, idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  Channel,
  ChannelMember,
  ChannelPatch,
  ChannelStats,
  NewChannel,
} from '@redoubt/wire/channels.ts'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'
import { channelAdministrationRoutes } from './administration-routes.ts'
import { channelMemberRoutes } from './member-routes.ts'

const ofChannel = idParams('channel_id')
const ofTeam = idParams('team_id')
const _ofMember = idParams('channel_id', 'user_id')
const _ofUser = idParams('user_id')
const Channels = Type.Array(Channel)
const _Members = Type.Array(ChannelMember)
const Ids = Type.Array(Id, { maxItems: 1000 })
const Text = Type.Optional(Type.String())
const DeletedQuery = Type.Object({
  include_deleted: Text,
  last_delete_at: Type.Optional(Type.Integer()),
})
const _SchemeRoles = Type.Object({
  scheme_admin: Type.Boolean(),
  scheme_user: Type.Boolean(),
  scheme_guest: Type.Optional(Type.Boolean()),
})

export function channelsRoutes(app: App) {
  channelRoutes(app)
  teamChannelRoutes(app)
  channelMemberRoutes(app)
  channelAdministrationRoutes(app)
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

  app.put(
    '/api/v4/channels/:channel_id',
    {
      schema: {
        params: ofChannel,
        body: Type.Object({ ...ChannelPatch.properties, type: Text }),
        response: { 200: Channel },
      },
    },
    async (req) => {
      const { display_name, name, header, purpose, type } = req.body
      const channel = await req.workspace.channels.get(req.actor, req.params.channel_id)
      if (type !== undefined && type !== '' && type !== channel.type) {
        throw new AppError('api.channel.update_channel.typechange.app_error', 400)
      }
      const patch = given({ display_name, name, header, purpose })
      return req.workspace.channels.patch(req.actor, req.params.channel_id, patch)
    },
  )

  app.put(
    '/api/v4/channels/:channel_id/patch',
    { schema: { params: ofChannel, body: ChannelPatch, response: { 200: Channel } } },
    (req) => {
      const known = Object.keys(ChannelPatch.properties)
      const patch = Object.entries(req.body).filter(([name]) => known.includes(name))
      return req.workspace.channels.patch(
        req.actor,
        req.params.channel_id,
        given(Object.fromEntries(patch)),
      )
    },
  )

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
    {
      schema: {
        params: ofChannel,
        querystring: Type.Object({ permanent: Text }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { erasure, channels } = req.workspace
      const isForGood = toBoolean(req.query.permanent)
      await (isForGood ? erasure.eraseChannel : channels.archive)(req.actor, req.params.channel_id)
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

/** What is there of optional fields. */
function given(fields: Record<string, unknown>): ChannelPatch {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
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
      (req) => {
        const { channels } = req.workspace
        const { name = '' } = req.query
        return kind === 'autocomplete'
          ? channels.search(req.actor, req.params.team_id, name, 50)
          : channels.searchPlaces(req.actor, req.params.team_id, name)
      },
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
    (req) =>
      req.workspace.channels.searchReadable(req.actor, req.params.team_id, req.body.term, {
        deleted: 'not',
        limit: 100,
      }),
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
