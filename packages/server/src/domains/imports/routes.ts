import { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { ImportReport } from '@redoubt/wire/imports.ts'
import type { FastifyBaseLogger } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const ndjson = 'application/x-ndjson'

/** For the control socket alone: an import may write in anybody's name. */
export function importsRoutes(app: App) {
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
