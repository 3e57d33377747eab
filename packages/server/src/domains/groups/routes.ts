import { idParams, OptionalId, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  Group,
  GroupMember,
  GroupMemberIds,
  GroupMembers,
  GroupPatch,
  NewGroup,
  UsersWithGroups,
} from '@redoubt/wire/groups.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'
import { isId } from '#platform/ids.ts'
import type { AssociationQuery } from './associations.ts'
import type { GroupFilter } from './store.ts'

const ofGroup = idParams('group_id')
const Text = Type.Optional(Type.String())
const Groups = Type.Array(Group)
const Members = Type.Array(GroupMember)

export function groupsRoutes(app: App) {
  listRoutes(app)
  groupRoutes(app)
  memberRoutes(app)
  associationRoutes(app)
}

const ListQuery = Type.Object({
  ...PageQuery.properties,
  q: Text,
  include_member_count: Text,
  include_member_ids: Text,
  include_total_count: Text,
  include_channel_member_count: Type.Optional(OptionalId),
  include_timezones: Text,
  not_associated_to_team: Text,
  not_associated_to_channel: Text,
  since: Text,
  filter_allow_reference: Text,
  include_archived: Text,
  filter_archived: Text,
  filter_has_member: Text,
  group_source: Text,
})

function listRoutes(app: App) {
  app.get(
    '/api/v4/groups',
    {
      schema: {
        querystring: ListQuery,
        response: {
          200: Type.Union([Groups, Type.Object({ groups: Groups, total_count: Type.Integer() })]),
        },
      },
    },
    async (req) => {
      const { query } = req
      const shows = {
        counts: toBoolean(query.include_member_count),
        memberIds: toBoolean(query.include_member_ids),
        channelId: query.include_channel_member_count ?? '',
        timezones: toBoolean(query.include_timezones),
      }
      const { groups } = req.workspace
      const found = await groups.list(req.actor, toFilter(query), toPage(query), shows)
      return toBoolean(query.include_total_count) ? found : found.groups
    },
  )

  app.post(
    '/api/v4/groups/names',
    { schema: { body: Type.Array(Type.String(), { maxItems: 1000 }), response: { 200: Groups } } },
    (req) => req.workspace.groups.listByNames(req.actor, req.body),
  )

  app.get(
    '/api/v4/users/:user_id/groups',
    { schema: { params: idParams('user_id'), response: { 200: Groups } } },
    (req) => req.workspace.groups.listOfUser(req.actor, req.params.user_id),
  )
}

type Query = Partial<Record<keyof (typeof ListQuery)['properties'], string>>

function toFilter(query: Query): GroupFilter {
  const isOnlyArchived = toBoolean(query.filter_archived)
  const since = Number(query.since)
  const optional = {
    term: query.q,
    source: query.group_source,
    memberId: query.filter_has_member,
    notInTeamId: query.not_associated_to_team,
    notInChannelId: query.not_associated_to_channel,
  }
  return {
    onlyReferenced: toBoolean(query.filter_allow_reference),
    archived: isOnlyArchived ? 'only' : toBoolean(query.include_archived) ? 'too' : 'not',
    ...(Number.isSafeInteger(since) && since > 0 && { since }),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)),
  }
}

function groupRoutes(app: App) {
  app.post(
    '/api/v4/groups',
    { schema: { body: NewGroup, response: { 201: Group } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.groups.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/groups/:group_id',
    {
      schema: {
        params: ofGroup,
        querystring: Type.Object({ include_member_count: Text, include_member_ids: Text }),
        response: { 200: Group },
      },
    },
    (req) =>
      req.workspace.groups.get(req.actor, req.params.group_id, {
        counts: toBoolean(req.query.include_member_count),
        memberIds: toBoolean(req.query.include_member_ids),
      }),
  )

  app.put(
    '/api/v4/groups/:group_id/patch',
    { schema: { params: ofGroup, body: GroupPatch, response: { 200: Group } } },
    (req) => req.workspace.groups.patch(req.actor, req.params.group_id, req.body),
  )

  app.delete(
    '/api/v4/groups/:group_id',
    { schema: { params: ofGroup, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.groups.archive(req.actor, req.params.group_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/groups/:group_id/restore',
    { schema: { params: ofGroup, response: { 200: Group } } },
    (req) => req.workspace.groups.restore(req.actor, req.params.group_id),
  )

  app.get(
    '/api/v4/groups/:group_id/stats',
    {
      schema: {
        params: ofGroup,
        response: {
          200: Type.Object({ group_id: Type.String(), total_member_count: Type.Integer() }),
        },
      },
    },
    (req) => req.workspace.groups.stats(req.actor, req.params.group_id),
  )
}

function memberRoutes(app: App) {
  app.get(
    '/api/v4/groups/:group_id/members',
    { schema: { params: ofGroup, querystring: PageQuery, response: { 200: GroupMembers } } },
    (req) => req.workspace.groups.listMembers(req.actor, req.params.group_id, toPage(req.query)),
  )

  app.post(
    '/api/v4/groups/:group_id/members',
    { schema: { params: ofGroup, body: GroupMemberIds, response: { 200: Members } } },
    (req) => req.workspace.groups.addMembers(req.actor, req.params.group_id, req.body.user_ids),
  )

  app.delete(
    '/api/v4/groups/:group_id/members',
    { schema: { params: ofGroup, body: GroupMemberIds, response: { 200: Members } } },
    (req) => req.workspace.groups.removeMembers(req.actor, req.params.group_id, req.body.user_ids),
  )
}

function associationRoutes(app: App) {
  const querystring = Type.Object({
    ...PageQuery.properties,
    q: Text,
    filter_allow_reference: Text,
    paginate: Text,
    include_timezones: Text,
    group_ids: Text,
  })
  const WithCount = Type.Object({ groups: Groups, total_group_count: Type.Integer() })

  app.get(
    '/api/v4/channels/:channel_id/groups',
    { schema: { params: idParams('channel_id'), querystring, response: { 200: WithCount } } },
    (req) =>
      req.workspace.groups.listOfChannel(req.actor, req.params.channel_id, toQuery(req.query)),
  )

  app.get(
    '/api/v4/teams/:team_id/groups',
    { schema: { params: idParams('team_id'), querystring, response: { 200: WithCount } } },
    (req) => req.workspace.groups.listOfTeam(req.actor, req.params.team_id, toQuery(req.query)),
  )

  app.get(
    '/api/v4/teams/:team_id/groups_by_channels',
    {
      schema: {
        params: idParams('team_id'),
        querystring,
        response: { 200: Type.Object({ groups: Type.Record(Type.String(), Groups) }) },
      },
    },
    (req) => req.workspace.groups.listByChannels(req.actor, req.params.team_id, toQuery(req.query)),
  )

  app.get(
    '/api/v4/channels/:channel_id/member_counts_by_group',
    {
      schema: {
        params: idParams('channel_id'),
        querystring,
        response: {
          200: Type.Array(
            Type.Object({
              group_id: Type.String(),
              channel_member_count: Type.Integer(),
              channel_member_timezones_count: Type.Integer(),
            }),
          ),
        },
      },
    },
    (req) => {
      const withTimezones = toBoolean(req.query.include_timezones)
      return req.workspace.groups.countByGroup(req.actor, req.params.channel_id, withTimezones)
    },
  )

  app.get(
    '/api/v4/channels/:channel_id/members_minus_group_members',
    { schema: { params: idParams('channel_id'), querystring, response: { 200: UsersWithGroups } } },
    (req) =>
      req.workspace.groups.channelMembersOutside(
        req.actor,
        req.params.channel_id,
        toIds(req.query.group_ids),
        toPage(req.query),
      ),
  )

  app.get(
    '/api/v4/teams/:team_id/members_minus_group_members',
    { schema: { params: idParams('team_id'), querystring, response: { 200: UsersWithGroups } } },
    (req) =>
      req.workspace.groups.teamMembersOutside(
        req.actor,
        req.params.team_id,
        toIds(req.query.group_ids),
        toPage(req.query),
      ),
  )
}

function toIds(text = ''): string[] {
  return text.split(',').filter(isId)
}

/** Clients that want everything say so by `paginate=false`. */
function toQuery(
  query: Partial<Record<'q' | 'filter_allow_reference' | 'paginate' | 'page' | 'per_page', string>>,
): AssociationQuery {
  return {
    term: query.q ?? '',
    onlyReferenced: toBoolean(query.filter_allow_reference),
    page: query.paginate === 'false' ? undefined : toPage(query),
  }
}
