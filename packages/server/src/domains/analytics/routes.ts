import { AnalyticsRow } from '@redoubt/wire/system.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const Query = Type.Object({
  name: Type.Optional(Type.String()),
  team_id: Type.Optional(Type.String()),
})
const Storage = Type.Object({ bytes: Type.Integer() })
const Teams = Type.Object({ active: Type.Integer(), cloud_archived: Type.Integer() })

export function analyticsRoutes(app: App) {
  app.get(
    '/api/v4/analytics/old',
    { schema: { querystring: Query, response: { 200: Type.Array(AnalyticsRow) } } },
    (req) => {
      const { name, team_id: teamId } = req.query
      return req.workspace.analytics.table(req.actor, name || 'standard', teamId ?? '')
    },
  )

  app.get('/api/v4/usage/storage', { schema: { response: { 200: Storage } } }, (req) =>
    req.workspace.analytics.storageUsage(),
  )

  app.get('/api/v4/usage/teams', { schema: { response: { 200: Teams } } }, (req) =>
    req.workspace.analytics.teamsUsage(),
  )
}
