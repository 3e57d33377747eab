import { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import type { ImportReport } from '@redoubt/wire/imports.ts'
import type { FastifyBaseLogger } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { readForm, withForms } from '#platform/http/form.ts'
import { toBoolean } from '#platform/http/paging.ts'

const ndjson = 'application/x-ndjson'

export async function importsRoutes(app: App): Promise<void> {
  streamedRoutes(app)

  app.get('/api/v4/imports', { schema: { response: { 200: Type.Array(Type.String()) } } }, (req) =>
    req.workspace.importFiles.list(req.actor),
  )

  app.delete(
    '/api/v4/imports/:import_name',
    {
      schema: { params: Type.Object({ import_name: Type.String() }), response: { 200: StatusOk } },
    },
    async (req) => {
      await req.workspace.importFiles.remove(req.actor, req.params.import_name)
      return statusOk
    },
  )

  await withForms(app, slackRoutes)
}

function slackRoutes(scope: App): void {
  scope.post(
    '/api/v4/teams/:team_id/import',
    {
      schema: {
        params: idParams('team_id'),
        response: { 200: Type.Object({ results: Type.String() }) },
      },
    },
    async (req) => {
      const log = await req.workspace.slackImports.run(req.actor, req.params.team_id, (limits) =>
        readForm(req, limits),
      )
      return { results: Buffer.from(log).toString('base64') }
    },
  )
}

/** For the control socket alone: an import may write in anybody's name. */
function streamedRoutes(app: App): void {
  app.register(async (scope: App) => {
    // Never read into memory as a whole: the route takes the stream.
    scope.addContentTypeParser(ndjson, (_request, payload, done) => done(null, payload))
    scope.post(
      '/api/redoubt/v1/import',
      {
        config: { auth: 'local' },
        schema: { querystring: Type.Object({ strict: Type.Optional(Type.String()) }) },
      },
      (req, reply) => {
        if (!(req.body instanceof IncomingMessage))
          throw new AppError('api.payload.parse.error', 400)
        // To stop early must not destroy the request: the answer goes over the same connection.
        const body = req.body.iterator({ destroyOnReturn: false })
        const reports = req.workspace.imports.run(body, { strict: toBoolean(req.query.strict) })
        return reply.type(ndjson).send(Readable.from(toLines(reports, req.log)))
      },
    )
  })
}

/** The answer has begun by then: a failure is its last line, and the log's. */
async function* toLines(
  reports: AsyncIterable<ImportReport>,
  log: FastifyBaseLogger,
): AsyncGenerator<string> {
  try {
    for await (const report of reports) yield `${JSON.stringify(report)}\n`
  } catch (err) {
    log.error({ err }, 'import.failed')
  }
}
