import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerFactory,
  fastify,
  LogController,
  type RawServerDefault,
} from 'fastify'
import { invalidUrl } from '#platform/app-error.ts'
import { newId } from '#platform/ids.ts'
import { readJsonBodies } from './bodies.ts'
import { lazySerializers, lazyValidators } from './compilers.ts'
import { type ErrorPage, errorHandler } from './errors.ts'

/** The HTTP server that routes are registered on. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call: `session` (the default), anybody, or the machine's owner over its socket. */
    auth?: 'session' | 'none' | 'local'
    /**
     * Whether it is also for accounts that lack the second factor which the workspace demands; left
     * out, only what everybody may read is.
     */
    mayLackMfa?: boolean
    /** For routes that browsers call without our header: no CSRF check. */
    csrfExempt?: boolean
    /** Known, and not built yet: the coverage report tells these apart. */
    isNotImplemented?: boolean
  }
}

type Options = {
  /** Runs before a request's route is looked for, and may change its `url`. */
  beforeRouting?: (request: IncomingMessage) => Promise<void>
  errorPage?: ErrorPage
}

/** The shell that every answer comes through: limits, headers, errors, compression. */
export async function makeApp(
  loggerInstance: FastifyBaseLogger,
  { beforeRouting, errorPage }: Options = {},
): Promise<App> {
  const app: App = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 512 },
    // Keep-alive clients are told to go when the server drains.
    forceCloseConnections: 'idle',
    ...(beforeRouting && { serverFactory: serverWith(beforeRouting) }),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(lazyValidators())
  app.setSerializerCompiler(lazySerializers())
  app.setErrorHandler(errorHandler(errorPage))
  await app.register(cookie)
  await app.register(compress, { global: true, threshold: 1400, encodings: ['gzip', 'identity'] })
  readJsonBodies(app)
  app.decorateRequest('errorStyle')
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.setHeader('X-Request-Id', request.id)
    reply.raw.setHeader('X-Content-Type-Options', 'nosniff')
    reply.raw.setHeader('Referrer-Policy', 'no-referrer')
    reply.raw.setHeader('Permissions-Policy', '')
    if (request.method === 'GET') reply.raw.setHeader('Expires', '0')
    if (request.url.includes('%00')) throw invalidUrl('url')
  })
  // Official clients compare the type to the letter; the framework would add a charset.
  app.addHook('onSend', async (_request, reply, payload) => {
    const type = reply.getHeader('content-type')
    if (typeof type === 'string' && type.startsWith('application/json')) {
      reply.header('content-type', 'application/json')
    }
    return payload
  })
  return app
}

/** The framework's own server, but for what comes before the routes. */
function serverWith(
  beforeRouting: (request: IncomingMessage) => Promise<void>,
): FastifyServerFactory {
  return (handle, { keepAliveTimeout, requestTimeout }) => {
    const server = createServer((request, response) => {
      // What fails here fails again, and is answered, where the request is handled.
      void beforeRouting(request)
        .catch(() => undefined)
        .then(() => handle(request, response))
    })
    return Object.assign(server, {
      keepAliveTimeout: Number(keepAliveTimeout),
      requestTimeout: Number(requestTimeout),
    })
  }
}
