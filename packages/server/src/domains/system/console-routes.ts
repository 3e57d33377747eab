import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { ServerBusy } from '@redoubt/wire/system.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const done = { response: { 200: StatusOk } }
const busy = '/api/v4/server_busy'
const SiteUrl = Type.Object({ site_url: Type.String() })
const Settings = Type.Object({
  FileSettings: Type.Optional(
    Type.Object({
      DriverName: Type.Optional(Type.String()),
      AmazonS3Bucket: Type.Optional(Type.String()),
    }),
  ),
})
const PacketQuery = Type.Object({ basic_server_logs: Type.Optional(Type.String()) })
const Progress = Type.Object({ percentage: Type.Integer(), error: Type.Null() })

/** What the buttons of the console do. */
export function consoleRoutes(app: App, version: string) {
  app.get(busy, { schema: { response: { 200: ServerBusy } } }, (req) =>
    req.workspace.busy.show(req.actor),
  )

  app.post(
    busy,
    { schema: { querystring: Type.Object({ seconds: Type.Optional(Type.String()) }), ...done } },
    async (req) => {
      await req.workspace.busy.set(req.actor, req.query.seconds)
      return statusOk
    },
  )

  app.delete(busy, { schema: done }, async (req) => {
    await req.workspace.busy.clear(req.actor)
    return statusOk
  })

  app.post('/api/v4/caches/invalidate', { schema: done }, async (req) => {
    await req.workspace.system.refresh(req.actor, 'invalidate_caches', 'invalidateCaches')
    return statusOk
  })

  // One process serves many workspaces; a workspace starts anew by forgetting what it holds.
  app.post('/api/v4/restart', { schema: done }, async (req) => {
    await req.workspace.system.refresh(req.actor, 'manage_system', 'restartServer')
    return statusOk
  })

  app.post('/api/v4/database/recycle', { schema: done }, async (req) => {
    await req.workspace.system.recycleDatabase(req.actor)
    return statusOk
  })

  app.post('/api/v4/site_url/test', { schema: { body: SiteUrl, ...done } }, async (req) => {
    await req.workspace.system.testSiteUrl(req.actor, req.body.site_url)
    return statusOk
  })

  // The later address is that of newer clients.
  for (const url of ['/api/v4/file/s3_test', '/api/v4/file/test'] as const) {
    app.post(url, { schema: { body: Settings, ...done } }, async (req) => {
      await req.workspace.system.testFileStore(req.actor, req.body.FileSettings)
      return statusOk
    })
  }

  app.get(
    '/api/v4/system/support_packet',
    { schema: { querystring: PacketQuery } },
    async (req, reply) => {
      const withLogs = toBoolean(req.query.basic_server_logs ?? 'true')
      const packet = await req.workspace.supportPacket(req.actor, { version, withLogs })
      return reply
        .type('application/zip')
        .header('Content-Disposition', 'attachment; filename="mm_support_packet.zip"')
        .send(packet)
    },
  )

  // There is nothing to upgrade to: no upgrade is under way, and none would be refused.
  app.get(
    '/api/v4/upgrade_to_enterprise/status',
    { schema: { response: { 200: Progress } } },
    (req) => {
      req.workspace.roles.require(req.actor, 'manage_system')
      return { percentage: 0, error: null }
    },
  )

  app.get('/api/v4/upgrade_to_enterprise/allowed', { schema: done }, (req) => {
    req.workspace.roles.require(req.actor, 'manage_system')
    return statusOk
  })
}
