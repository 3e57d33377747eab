import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const PingQuery = Type.Object({
  get_server_status: Type.Optional(Type.String()),
  use_rest_semantics: Type.Optional(Type.String()),
  device_id: Type.Optional(Type.String()),
})
const Ping = Type.Record(Type.String(), Type.Unknown())
const Plugins = Type.Array(Type.Object({}))
const Limits = Type.Object({
  activeUserCount: Type.Integer(),
  maxUsersLimit: Type.Integer(),
  maxUsersHardLimit: Type.Integer(),
  postHistoryLimit: Type.Integer(),
  lastAccessiblePostTime: Type.Integer(),
})

export function systemRoutes(app: App) {
  app.get(
    '/api/v4/system/ping',
    {
      config: { auth: 'none' },
      schema: { querystring: PingQuery, response: { 200: Ping, 500: Ping } },
    },
    async (req, reply) => {
      const { config } = req.workspace
      const answer: Record<string, unknown> = {
        status: 'OK',
        AndroidLatestVersion: config.string('ClientRequirements.AndroidLatestVersion'),
        AndroidMinVersion: config.string('ClientRequirements.AndroidMinVersion'),
        IosLatestVersion: config.string('ClientRequirements.IosLatestVersion'),
        IosMinVersion: config.string('ClientRequirements.IosMinVersion'),
        ActiveSearchBackend: 'database',
      }
      // No push messages are sent yet, so no device can be notified.
      if (req.query.device_id !== undefined) answer.CanReceiveNotifications = 'false'
      if (!toBoolean(req.query.get_server_status)) return answer
      answer.database_status = (await req.workspace.isDatabaseUp()) ? 'OK' : 'UNHEALTHY'
      if (answer.database_status !== 'OK') {
        answer.status = 'UNHEALTHY'
        if (!toBoolean(req.query.use_rest_semantics)) reply.code(500)
      }
      return answer
    },
  )

  app.get(
    '/api/v4/plugins/webapp',
    { config: { auth: 'none' }, schema: { response: { 200: Plugins } } },
    () => [],
  )

  app.get(
    '/api/v4/system/timezones',
    { schema: { response: { 200: Type.Array(Type.String()) } } },
    () => Intl.supportedValuesOf('timeZone'),
  )

  app.get('/api/v4/limits/server', { schema: { response: { 200: Limits } } }, async (req) => ({
    activeUserCount: (await req.workspace.users.stats()).total_users_count,
    // 0: neither people nor history are limited.
    maxUsersLimit: 0,
    maxUsersHardLimit: 0,
    postHistoryLimit: 0,
    lastAccessiblePostTime: 0,
  }))
}
