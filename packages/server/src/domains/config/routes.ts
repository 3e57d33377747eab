import { PageQuery, StatusOk, StringMap, statusOk } from '@redoubt/wire/base.ts'
import { ConfigTree, ConfigVersion } from '@redoubt/wire/config.ts'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const Format = Type.Object({ format: Type.Optional(Type.String()) })
const Omit = Type.Object({
  remove_masked: Type.Optional(Type.String()),
  remove_defaults: Type.Optional(Type.String()),
})
const change = { body: ConfigTree, response: { 200: ConfigTree } }

export function configRoutes(app: App) {
  app.get(
    '/api/v4/config/client',
    { config: { auth: 'none' }, schema: { response: { 200: StringMap } } },
    (req) => req.workspace.config.clientConfig(req.actor.userId !== ''),
  )

  app.get(
    '/api/v4/license/client',
    { config: { auth: 'none' }, schema: { querystring: Format, response: { 200: StringMap } } },
    (req) => {
      const { format } = req.query
      if (!format) throw new AppError('api.license.client.old_format.app_error', 400)
      if (format !== 'old') throw invalidUrl('format')
      return req.workspace.config.clientLicence(
        req.workspace.roles.grants(req.actor, 'read_license_information'),
      )
    },
  )

  app.get(
    '/api/v4/config',
    { schema: { querystring: Omit, response: { 200: ConfigTree } } },
    (req, reply) => {
      const { remove_masked, remove_defaults } = req.query
      keepNowhere(reply)
      return req.workspace.configAdministration.read(req.actor, {
        secrets: toBoolean(remove_masked),
        defaults: toBoolean(remove_defaults),
      })
    },
  )

  app.put('/api/v4/config', { schema: change }, (req, reply) => {
    keepNowhere(reply)
    return req.workspace.configAdministration.replace(req.actor, req.body)
  })

  app.put('/api/v4/config/patch', { schema: change }, (req, reply) => {
    keepNowhere(reply)
    return req.workspace.configAdministration.patch(req.actor, req.body)
  })

  app.post('/api/v4/config/reload', { schema: { response: { 200: StatusOk } } }, async (req) => {
    await req.workspace.configAdministration.reload(req.actor)
    return statusOk
  })

  app.get(
    '/api/v4/config/environment',
    { schema: { response: { 200: ConfigTree } } },
    (req, reply) => {
      keepNowhere(reply)
      return req.workspace.configAdministration.environment(req.actor)
    },
  )

  app.get(
    '/api/redoubt/v1/config/history',
    { schema: { querystring: PageQuery, response: { 200: Type.Array(ConfigVersion) } } },
    (req) => req.workspace.configAdministration.history(req.actor, toPage(req.query)),
  )
}

/** Clients ignore a version that comes with a cache rule, so none is sent beside it. */
function keepNowhere(reply: FastifyReply): void {
  reply.raw.removeHeader('X-Version-Id')
  reply.header('Cache-Control', 'no-cache, no-store, must-revalidate')
}
