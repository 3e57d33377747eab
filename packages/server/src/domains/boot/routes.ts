import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { TeamUnread } from '@redoubt/wire/teams.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const LogLine = Type.Object({ level: Type.String(), message: Type.String() })
const Report = Type.Object({ version: Type.String(), start: Type.Number(), end: Type.Number() })
/** Longer lines are cut: a client can't fill the log with one call. */
const maxLogLength = 400

export function bootRoutes(app: App): void {
  app.get(
    '/api/v4/users/:user_id/teams/:team_id/unread',
    { schema: { params: idParams('user_id', 'team_id'), response: { 200: TeamUnread } } },
    (req) => req.workspace.boot.teamUnread(req.actor, req.params.user_id, req.params.team_id),
  )

  // Mattermost's own announcements; there are none of ours.
  app.get(
    '/api/v4/system/notices/:teamId',
    {
      schema: {
        params: Type.Object({ teamId: Id }),
        response: { 200: Type.Array(Type.Object({})) },
      },
    },
    () => [],
  )

  // Nobody can define profile attributes yet, so there are none.
  app.get(
    '/api/v4/custom_profile_attributes/fields',
    { schema: { response: { 200: Type.Array(Type.Object({})) } } },
    () => [],
  )

  app.get(
    '/api/v4/usage/posts',
    { schema: { response: { 200: Type.Object({ count: Type.Integer() }) } } },
    (req) => req.workspace.boot.postsUsage(),
  )

  app.post(
    '/api/v4/logs',
    { config: { auth: 'none' }, schema: { body: LogLine, response: { 200: LogLine } } },
    async (req) => {
      const message = req.body.message.slice(0, maxLogLength)
      const level = req.body.level.slice(0, 16)
      const severity = req.workspace.boot.isTrustedLog(req.actor) ? 'info' : 'debug'
      req.log[severity]({ level, message, user: req.actor.userId }, 'client.log')
      req.workspace.logs.note(severity, message, { caller: 'client.log', user: req.actor.userId })
      return { level, message }
    },
  )

  app.post(
    '/api/v4/client_perf',
    { config: { csrfExempt: true }, schema: { body: Report, response: { 200: StatusOk } } },
    async (req) => {
      req.workspace.boot.checkReport(req.body)
      return statusOk
    },
  )
}
