import { StringMap } from '@redoubt/wire/base.ts'
import { Type } from 'typebox'
import { AppError, invalidUrl } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const Format = Type.Object({ format: Type.Optional(Type.String()) })

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
}
