import { Id, idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { NewTeam, Team, TeamMember, TeamPatch, TeamStats, TeamUnread } from '@redoubt/wire/teams.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'
import { teamAdministrationRoutes } from './administration-routes.ts'

const ofTeam = idParams('team_id')
const ofUser = idParams('user_id')
const ofMember = idParams('team_id', 'user_id')
const byName = Type.Object({ name: Type.String() })
const Teams = Type.Array(Team)
const TeamsWithCount = Type.Object({ teams: Teams, total_count: Type.Integer() })
const Members = Type.Array(TeamMember)
const TeamInvite = Type.Object({
  id: Id,
  name: Type.String(),
  display_name: Type.String(),
  description: Type.String(),
})

export function teamsRoutes(app: App) {
  teamAdministrationRoutes(app)

  app.post(
    '/api/v4/teams',
    { schema: { body: NewTeam, response: { 201: Team } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.teams.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/teams',
    {
      schema: {
        querystring: Type.Object({
          ...PageQuery.properties,
          include_total_count: Type.Optional(Type.String()),
          include_deleted: Type.Optional(Type.String()),
        }),
        response: { 200: Type.Union([Teams, TeamsWithCount]) },
      },
    },
    async (req) => {
      const wanted = { includeDeleted: toBoolean(req.query.include_deleted) }
      const found = await req.workspace.teams.list(req.actor, wanted, toPage(req.query))
      return toBoolean(req.query.include_total_count) ? found : found.teams
    },
  )

  app.post(
    '/api/v4/teams/search',
    {
      schema: {
        body: Type.Object({
          term: Type.Optional(Type.String()),
          page: Type.Optional(Type.Integer()),
          per_page: Type.Optional(Type.Integer()),
          allow_open_invite: Type.Optional(Type.Boolean()),
          group_constrained: Type.Optional(Type.Boolean()),
          include_deleted: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Type.Union([Teams, TeamsWithCount]) },
      },
    },
    async (req) => {
      const { term = '', page, per_page } = req.body
      const isPaged = page !== undefined || per_page !== undefined
      const window = toPage({ page: String(page ?? 0), per_page: String(per_page ?? 200) })
      const wanted = {
        term,
        isOpen: req.body.allow_open_invite,
        isGroupConstrained: req.body.group_constrained,
        includeDeleted: req.body.include_deleted,
      }
      const found = await req.workspace.teams.search(req.actor, wanted, window)
      return isPaged ? found : found.teams
    },
  )

  app.get(
    '/api/v4/teams/:team_id',
    { schema: { params: ofTeam, response: { 200: Team } } },
    (req) => req.workspace.teams.get(req.actor, req.params.team_id),
  )

  app.get(
    '/api/v4/teams/name/:name',
    { schema: { params: byName, response: { 200: Team } } },
    (req) => req.workspace.teams.getByName(req.actor, req.params.name),
  )

  app.get(
    '/api/v4/teams/name/:name/exists',
    { schema: { params: byName, response: { 200: Type.Object({ exists: Type.Boolean() }) } } },
    async (req) => ({ exists: await req.workspace.teams.existsByName(req.actor, req.params.name) }),
  )

  app.put(
    '/api/v4/teams/:team_id/patch',
    { schema: { params: ofTeam, body: TeamPatch, response: { 200: Team } } },
    (req) => req.workspace.teams.patch(req.actor, req.params.team_id, req.body),
  )

  app.put(
    '/api/v4/teams/:team_id',
    { schema: { params: ofTeam, body: TeamPatch, response: { 200: Team } } },
    (req) => req.workspace.teams.patch(req.actor, req.params.team_id, req.body),
  )

  app.put(
    '/api/v4/teams/:team_id/privacy',
    {
      schema: {
        params: ofTeam,
        body: Type.Object({ privacy: Type.String() }),
        response: { 200: Team },
      },
    },
    (req) => req.workspace.teams.updatePrivacy(req.actor, req.params.team_id, req.body.privacy),
  )

  app.delete(
    '/api/v4/teams/:team_id',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({ permanent: Type.Optional(Type.String()) }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { erasure, teams } = req.workspace
      const isForGood = toBoolean(req.query.permanent)
      await (isForGood ? erasure.eraseTeam : teams.archive)(req.actor, req.params.team_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/teams/:team_id/restore',
    { schema: { params: ofTeam, response: { 200: Team } } },
    (req) => req.workspace.teams.restore(req.actor, req.params.team_id),
  )

  app.post(
    '/api/v4/teams/:team_id/regenerate_invite_id',
    { schema: { params: ofTeam, response: { 200: Team } } },
    (req) => req.workspace.teams.regenerateInviteId(req.actor, req.params.team_id),
  )

  app.get(
    '/api/v4/teams/invite/:invite_id',
    {
      config: { auth: 'none' },
      schema: { params: idParams('invite_id'), response: { 200: TeamInvite } },
    },
    (req) => req.workspace.teams.inviteInfo(req.params.invite_id),
  )

  app.post(
    '/api/v4/teams/members/invite',
    {
      schema: {
        querystring: Type.Object({
          invite_id: Type.Optional(Type.String()),
          token: Type.Optional(Type.String()),
        }),
        response: { 201: TeamMember },
      },
    },
    async (req, reply) => {
      const { invite_id: inviteId = '', token = '' } = req.query
      reply.code(201)
      return req.workspace.signup.join(req.actor, { inviteId, token })
    },
  )

  app.get(
    '/api/v4/teams/:team_id/members',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({
          ...PageQuery.properties,
          sort: Type.Optional(Type.String()),
          exclude_deleted_users: Type.Optional(Type.String()),
        }),
        response: { 200: Members },
      },
    },
    (req) =>
      req.workspace.teams.listMembers(req.actor, req.params.team_id, toPage(req.query), {
        byName: req.query.sort === 'Username',
        onlyActive: toBoolean(req.query.exclude_deleted_users),
      }),
  )

  app.post(
    '/api/v4/teams/:team_id/members',
    {
      schema: {
        params: ofTeam,
        body: Type.Object({ team_id: Type.Optional(Type.String()), user_id: Id }),
        response: { 201: TeamMember },
      },
    },
    async (req, reply) => {
      const { team_id: teamId = '' } = req.body
      if (teamId && teamId !== req.params.team_id) throw invalidBody('team_id')
      reply.code(201)
      return req.workspace.teams.join(req.actor, req.params.team_id, req.body.user_id)
    },
  )

  app.post(
    '/api/v4/teams/:team_id/members/ids',
    { schema: { params: ofTeam, body: Type.Array(Id), response: { 200: Members } } },
    (req) => req.workspace.teams.listMembersByIds(req.actor, req.params.team_id, req.body),
  )

  app.get(
    '/api/v4/teams/:team_id/members/:user_id',
    { schema: { params: ofMember, response: { 200: TeamMember } } },
    (req) => req.workspace.teams.getMember(req.actor, req.params.team_id, req.params.user_id),
  )

  app.delete(
    '/api/v4/teams/:team_id/members/:user_id',
    { schema: { params: ofMember, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.teams.leave(req.actor, req.params.team_id, req.params.user_id)
      return statusOk
    },
  )

  app.put(
    '/api/v4/teams/:team_id/members/:user_id/schemeRoles',
    {
      schema: {
        params: ofMember,
        body: Type.Object({
          scheme_admin: Type.Boolean(),
          scheme_user: Type.Boolean(),
          scheme_guest: Type.Optional(Type.Boolean()),
        }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { team_id, user_id } = req.params
      await req.workspace.teams.updateSchemeRoles(req.actor, team_id, user_id, req.body)
      return statusOk
    },
  )

  app.get(
    '/api/v4/teams/:team_id/stats',
    { schema: { params: ofTeam, response: { 200: TeamStats } } },
    (req) => req.workspace.teams.stats(req.actor, req.params.team_id),
  )

  app.get(
    '/api/v4/users/:user_id/teams',
    { schema: { params: ofUser, response: { 200: Teams } } },
    (req) => req.workspace.teams.listOfUser(req.actor, req.params.user_id),
  )

  app.get(
    '/api/v4/users/:user_id/teams/members',
    { schema: { params: ofUser, response: { 200: Members } } },
    (req) => req.workspace.teams.listMembershipsOfUser(req.actor, req.params.user_id),
  )

  app.get(
    '/api/v4/users/:user_id/teams/unread',
    {
      schema: {
        params: ofUser,
        querystring: Type.Object({
          include_collapsed_threads: Type.Optional(Type.String()),
          exclude_team: Type.Optional(Type.String()),
        }),
        response: { 200: Type.Array(TeamUnread) },
      },
    },
    async (req) => {
      const withThreads = toBoolean(req.query.include_collapsed_threads)
      const { teams } = req.workspace
      const unreads = await teams.unreads(req.actor, req.params.user_id, { withThreads })
      return unreads.filter(({ team_id }) => team_id !== req.query.exclude_team)
    },
  )
}
