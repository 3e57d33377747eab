import { Id, idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  Channel,
  ChannelModeration,
  ChannelModerationPatch,
  ChannelSearch,
  ChannelWithTeam,
  GroupConversion,
} from '@redoubt/wire/channels.ts'
import { SchemeChoice } from '@redoubt/wire/schemes.ts'
import { Team } from '@redoubt/wire/teams.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofChannel = idParams('channel_id')
const Text = Type.Optional(Type.String())
const Channels = Type.Array(Channel)
const ChannelsWithTeam = Type.Array(ChannelWithTeam)
const ChannelsWithCount = Type.Object({
  channels: ChannelsWithTeam,
  total_count: Type.Integer(),
})
const Moderations = Type.Array(ChannelModeration)

/** What the console does with channels, and what happens to them seldom. */
export function channelAdministrationRoutes(app: App) {
  listRoutes(app)
  schemeRoutes(app)
  conversionRoutes(app)
}

function listRoutes(app: App) {
  app.get(
    '/api/v4/channels',
    {
      schema: {
        querystring: Type.Object({
          ...PageQuery.properties,
          not_associated_to_group: Text,
          exclude_default_channels: Text,
          include_deleted: Text,
          include_total_count: Text,
        }),
        response: { 200: Type.Union([ChannelsWithTeam, ChannelsWithCount]) },
      },
    },
    async (req) => {
      const { not_associated_to_group, exclude_default_channels, include_deleted } = req.query
      const filter = {
        deleted: toBoolean(include_deleted) ? ('too' as const) : ('not' as const),
        excludeDefaults: toBoolean(exclude_default_channels),
        notInGroupId: not_associated_to_group ?? '',
      }
      const found = await req.workspace.channels.listAll(req.actor, filter, toPage(req.query))
      return toBoolean(req.query.include_total_count) ? found : found.channels
    },
  )

  app.post(
    '/api/v4/channels/search',
    {
      schema: {
        body: ChannelSearch,
        querystring: Type.Object({ system_console: Text, include_deleted: Text }),
        response: { 200: Type.Union([ChannelsWithTeam, ChannelsWithCount]) },
      },
    },
    async (req) => {
      const { page, per_page } = req.body
      const isPaged = page != null && per_page != null
      const found = await req.workspace.channels.searchAll(req.actor, req.body, {
        isConsole: toBoolean(req.query.system_console ?? 'true'),
        includeDeleted: req.body.include_deleted ?? toBoolean(req.query.include_deleted),
        page: isPaged ? toPage({ page: String(page), per_page: String(per_page) }) : undefined,
      })
      return isPaged ? found : found.channels
    },
  )

  app.post(
    '/api/v4/channels/group/search',
    { schema: { body: Type.Object({ term: Type.String() }), response: { 200: Channels } } },
    (req) => req.workspace.channels.searchGroups(req.actor, req.body.term),
  )

  app.get(
    '/api/v4/teams/:team_id/channels/managed_categories',
    {
      schema: {
        params: idParams('team_id'),
        response: { 200: Type.Record(Type.String(), Type.String()) },
      },
    },
    (req) => req.workspace.channels.managedCategories(req.actor, req.params.team_id),
  )

  app.post(
    '/api/v4/teams/:team_id/channels/search_archived',
    {
      schema: {
        params: idParams('team_id'),
        body: Type.Object({ term: Type.String() }),
        response: { 200: Channels },
      },
    },
    (req) =>
      req.workspace.channels.searchReadable(req.actor, req.params.team_id, req.body.term, {
        deleted: 'only',
        limit: 100,
      }),
  )
}

function schemeRoutes(app: App) {
  app.put(
    '/api/v4/channels/:channel_id/scheme',
    { schema: { params: ofChannel, body: SchemeChoice, response: { 200: StatusOk } } },
    async (req) => {
      const { channel_id } = req.params
      await req.workspace.channels.setScheme(req.actor, channel_id, req.body.scheme_id)
      return statusOk
    },
  )

  app.get(
    '/api/v4/schemes/:scheme_id/channels',
    {
      config: { csrfExempt: true },
      schema: {
        params: idParams('scheme_id'),
        querystring: PageQuery,
        response: { 200: Channels },
      },
    },
    (req) =>
      req.workspace.channels.listOfScheme(req.actor, req.params.scheme_id, toPage(req.query)),
  )

  app.get(
    '/api/v4/channels/:channel_id/moderations',
    { schema: { params: ofChannel, response: { 200: Moderations } } },
    (req) => req.workspace.channels.moderations(req.actor, req.params.channel_id),
  )

  app.put(
    '/api/v4/channels/:channel_id/moderations/patch',
    { schema: { params: ofChannel, body: ChannelModerationPatch, response: { 200: Moderations } } },
    (req) => req.workspace.channels.patchModerations(req.actor, req.params.channel_id, req.body),
  )
}

function conversionRoutes(app: App) {
  app.get(
    '/api/v4/channels/:channel_id/common_teams',
    { schema: { params: ofChannel, response: { 200: Type.Array(Team) } } },
    (req) => req.workspace.channels.commonTeams(req.actor, req.params.channel_id),
  )

  app.post(
    '/api/v4/channels/:channel_id/convert_to_channel',
    { schema: { params: ofChannel, body: GroupConversion, response: { 200: Channel } } },
    (req) => req.workspace.channels.convertGroup(req.actor, req.params.channel_id, req.body),
  )

  app.post(
    '/api/v4/channels/:channel_id/move',
    {
      schema: {
        params: ofChannel,
        body: Type.Object({ team_id: Id, force: Type.Optional(Type.Boolean()) }),
        response: { 200: Channel },
      },
    },
    (req) => req.workspace.channels.move(req.actor, req.params.channel_id, req.body),
  )
}
