import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const PingQuery = Type.Object({
  get_server_status: Type.Optional(Type.String()),
  use_rest_semantics: Type.Optional(Type.String()),
  device_id: Type.Optional(Type.String()),
})
const Ping = Type.Record(Type.String(), Type.Unknown())

/** Told only where there is more than one node. */
function busHealth(isUp: boolean | undefined): { bus_status?: string } {
  return isUp === undefined ? {} : { bus_status: isUp ? 'OK' : 'UNHEALTHY' }
}

export function pingRoutes(app: App) {
  app.get(
    '/api/v4/system/ping',
    {
      config: { auth: 'none' },
      schema: { querystring: PingQuery, response: { 200: Ping, 500: Ping } },
    },
    async (req, reply) => {
      const { config, roles } = req.workspace
      const answer: Record<string, unknown> = {
        status: 'OK',
        AndroidLatestVersion: config.string('ClientRequirements.AndroidLatestVersion'),
        AndroidMinVersion: config.string('ClientRequirements.AndroidMinVersion'),
        IosLatestVersion: config.string('ClientRequirements.IosLatestVersion'),
        IosMinVersion: config.string('ClientRequirements.IosMinVersion'),
        ActiveSearchBackend: 'database',
      }
      const testFlag = config.string('FeatureFlags.TestFeature')
      if (testFlag !== 'off') answer.TestFeatureFlag = testFlag
      const { device_id: deviceId } = req.query
      if (deviceId !== undefined) {
        answer.CanReceiveNotifications = await req.workspace.notifications.canReceive(deviceId)
      }
      if (!toBoolean(req.query.get_server_status)) return answer
      const health = {
        database_status: (await req.workspace.isDatabaseUp()) ? 'OK' : 'UNHEALTHY',
        filestore_status: (await req.workspace.system.isStoreUp()) ? 'OK' : 'UNHEALTHY',
        ...busHealth(req.workspace.isBusUp()),
      }
      Object.assign(answer, health)
      reply.headers(health)
      if (roles.grants(req.actor, 'manage_system')) answer.root_status = process.getuid?.() === 0
      if (Object.values(health).every((status) => status === 'OK')) return answer
      answer.status = 'UNHEALTHY'
      if (!toBoolean(req.query.use_rest_semantics)) reply.code(500)
      return answer
    },
  )
}
