import { LogLine, LogQuery } from '@redoubt/wire/system.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import type { LogPage } from './service.ts'

const Query = Type.Object({
  page: Type.Optional(Type.String()),
  logs_per_page: Type.Optional(Type.String()),
})
const maxPerPage = 10_000
const all: LogPage = { page: 0, perPage: maxPerPage }

/** `node` is the name under which the console lists the lines. */
export function logsRoutes(app: App, node: string) {
  app.get(
    '/api/v4/logs',
    { schema: { querystring: Query, response: { 200: Type.Array(Type.String()) } } },
    (req) => req.workspace.logs.read(req.actor, toLogPage(req.query)),
  )

  app.post(
    '/api/v4/logs/query',
    {
      schema: {
        querystring: Query,
        body: LogQuery,
        response: { 200: Type.Record(Type.String(), Type.Array(LogLine)) },
      },
    },
    (req) => ({ [node]: req.workspace.logs.query(req.actor, req.body, toLogPage(req.query)) }),
  )

  app.get('/api/v4/logs/download', (req, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('Content-Disposition', 'attachment; filename="redoubt.log"')
      .send(`${req.workspace.logs.read(req.actor, all).join('\n')}\n`),
  )
}

function toLogPage(query: { page?: string; logs_per_page?: string }): LogPage {
  const perPage = toCount(query.logs_per_page)
  return {
    page: toCount(query.page) ?? 0,
    perPage: perPage ? Math.min(perPage, maxPerPage) : maxPerPage,
  }
}

function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
