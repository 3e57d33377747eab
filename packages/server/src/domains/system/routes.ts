import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  AppliedMigration,
  ClusterInfo,
  IntegrityResult,
  Onboarding,
  ReleaseInfo,
  ServerLimits,
  SystemValue,
} from '@redoubt/wire/system.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { consoleRoutes } from './console-routes.ts'
import { licenceRoutes } from './licence-routes.ts'
import { pingRoutes } from './ping-routes.ts'
import { pluginsRoutes } from './plugins-routes.ts'

/** `version` is the product's own. */
export async function systemRoutes(app: App, version: string): Promise<void> {
  pingRoutes(app)
  pluginsRoutes(app)
  await licenceRoutes(app)
  consoleRoutes(app, version)

  app.get(
    '/api/v4/system/timezones',
    { schema: { response: { 200: Type.Array(Type.String()) } } },
    () => Intl.supportedValuesOf('timeZone'),
  )

  app.get('/api/v4/limits/server', { schema: { response: { 200: ServerLimits } } }, (req) =>
    req.workspace.system.limits(req.actor),
  )

  // There are no announcements of ours, so none is to be remembered as seen.
  app.put(
    '/api/v4/system/notices/view',
    { schema: { body: Type.Array(Type.String()), response: { 200: StatusOk } } },
    () => statusOk,
  )

  app.get(
    '/api/v4/system/onboarding/complete',
    { schema: { response: { 200: SystemValue } } },
    (req) => req.workspace.system.onboarding(req.actor),
  )

  app.post(
    '/api/v4/system/onboarding/complete',
    { schema: { body: Onboarding, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.system.completeOnboarding(req.actor, req.body)
      return statusOk
    },
  )

  app.get(
    '/api/v4/system/schema/version',
    { schema: { response: { 200: Type.Array(AppliedMigration) } } },
    (req) => req.workspace.system.migrations(req.actor),
  )

  app.get(
    '/api/v4/cluster/status',
    { schema: { response: { 200: Type.Array(ClusterInfo) } } },
    (req) => req.workspace.system.cluster(req.actor),
  )

  app.get('/api/v4/latest_version', { schema: { response: { 200: ReleaseInfo } } }, (req) =>
    req.workspace.system.latestVersion(req.actor, version),
  )

  app.post(
    '/api/v4/integrity',
    { config: { auth: 'local' }, schema: { response: { 200: Type.Array(IntegrityResult) } } },
    (req) => req.workspace.system.integrity(),
  )

  app.get('/unsupported_browser.js', { config: { auth: 'none' } }, (_req, reply) =>
    reply
      .type('text/javascript')
      .header('Cache-Control', 'no-store')
      .send("document.body.textContent = 'This browser is too old. Please use a newer one.'\n"),
  )
}
