import { Id, idParams, PageQuery, StatusOk, statusOk, WireError } from '@redoubt/wire/base.ts'
import { SchemeChoice } from '@redoubt/wire/schemes.ts'
import { Team, TeamMember } from '@redoubt/wire/teams.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofTeam = idParams('team_id')
const Newcomer = Type.Object({ team_id: Type.Optional(Type.String()), user_id: Id })
const Additions = Type.Array(
  Type.Object({
    user_id: Type.String(),
    member: Type.Union([TeamMember, Type.Null()]),
    error: Type.Union([WireError, Type.Null()]),
  }),
)

/** What the console does with teams and their members. */
export function teamAdministrationRoutes(app: App) {
  app.post(
    '/api/v4/teams/:team_id/members/batch',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({ graceful: Type.Optional(Type.String()) }),
        body: Type.Array(Newcomer, { minItems: 1, maxItems: 256 }),
        response: { 201: Type.Union([Additions, Type.Array(TeamMember)]) },
      },
    },
    async (req, reply) => {
      const { teams } = req.workspace
      const add = toBoolean(req.query.graceful) ? teams.addMembersGracefully : teams.addMembers
      const userIds = req.body.map((member) => member.user_id)
      const isOfOther = ({ team_id: teamId = '' }) => teamId !== '' && teamId !== req.params.team_id
      if (req.body.some(isOfOther)) throw invalidBody('team_id')
      const added = await add(req.actor, req.params.team_id, userIds)
      reply.code(201)
      return added
    },
  )

  app.put(
    '/api/v4/teams/:team_id/members/:user_id/roles',
    {
      schema: {
        params: idParams('team_id', 'user_id'),
        body: Type.Object({ roles: Type.Union([Type.String(), Type.Array(Type.String())]) }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      const { team_id, user_id } = req.params
      const names = [req.body.roles].flat().join(' ')
      await req.workspace.teams.updateRoles(req.actor, team_id, user_id, names)
      return statusOk
    },
  )

  app.put(
    '/api/v4/teams/:team_id/scheme',
    { schema: { params: ofTeam, body: SchemeChoice, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.teams.setScheme(req.actor, req.params.team_id, req.body.scheme_id)
      return statusOk
    },
  )

  app.get(
    '/api/v4/schemes/:scheme_id/teams',
    {
      config: { csrfExempt: true },
      schema: {
        params: idParams('scheme_id'),
        querystring: PageQuery,
        response: { 200: Type.Array(Team) },
      },
    },
    (req) => req.workspace.teams.listOfScheme(req.actor, req.params.scheme_id, toPage(req.query)),
  )
}
