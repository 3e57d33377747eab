import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { UserReport, UserReportFilter, UserReportQuery } from '@redoubt/wire/reports.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

export function reportsRoutes(app: App) {
  app.get(
    '/api/v4/reports/users',
    { schema: { querystring: UserReportQuery, response: { 200: Type.Array(UserReport) } } },
    (req) => req.workspace.reports.listUsers(req.actor, req.query),
  )

  app.get(
    '/api/v4/reports/users/count',
    { schema: { querystring: UserReportFilter, response: { 200: Type.Integer() } } },
    (req) => req.workspace.reports.countUsers(req.actor, req.query),
  )

  app.post(
    '/api/v4/reports/users/export',
    { schema: { querystring: UserReportFilter, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.reportExports.start(req.actor, req.query)
      return statusOk
    },
  )
}
