import { StatusOk, StringMap, statusOk } from '@redoubt/wire/base.ts'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { readForm, withForms } from '#platform/http/form.ts'

const maxLicenceBytes = 10_000
const path = '/api/v4/license'
const Load = Type.Object({ load: Type.Integer() })

/** Every feature is on without a licence: one that is brought is looked at by nobody. */
export async function licenceRoutes(app: App): Promise<void> {
  app.delete(path, { schema: { response: { 200: StatusOk } } }, (req) => {
    req.workspace.roles.require(req.actor, 'manage_license_information')
    return statusOk
  })

  // The share of licensed seats in use: without a limit there is no load.
  app.get('/api/v4/license/load_metric', { schema: { response: { 200: Load } } }, () => ({
    load: 0,
  }))

  app.get('/api/v4/trial-license/prev', { schema: { response: { 200: StringMap } } }, () => ({
    IsLicensed: 'false',
  }))

  await withForms(app, (scope) => {
    scope.post(path, { schema: { response: { 200: StringMap } } }, async (req) => {
      req.workspace.roles.require(req.actor, 'manage_license_information')
      await requireOneFile(req)
      return req.workspace.config.clientLicence(true)
    })
  })
}

async function requireOneFile(req: FastifyRequest): Promise<void> {
  const form = await readForm(req, {
    maxFileBytes: maxLicenceBytes,
    tooLarge: () => new AppError('api.context.request_body_too_large.app_error', 413),
  })
  const files = form?.files.get('license') ?? []
  if (files.length === 0) throw new AppError('api.license.add_license.no_file.app_error', 400)
  if (files.length > 1) throw new AppError('api.license.add_license.array.app_error', 400)
}
