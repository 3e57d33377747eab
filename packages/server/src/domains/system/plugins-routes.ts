import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { SystemValue } from '@redoubt/wire/system.ts'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const Nothing = Type.Array(Type.Object({}))
const Installed = Type.Object({ active: Nothing, inactive: Nothing })
const firstVisit = '/api/v4/plugins/marketplace/first_admin_visit'

/** No plugin is installed: what is part of others' plugins is built in here. */
export function pluginsRoutes(app: App) {
  app.get(
    '/api/v4/plugins/webapp',
    { config: { auth: 'none' }, schema: { response: { 200: Nothing } } },
    () => [],
  )

  app.get('/api/v4/plugins', { schema: { response: { 200: Installed } } }, (req) => {
    requirePlugins(req)
    return { active: [], inactive: [] }
  })

  app.get('/api/v4/plugins/statuses', { schema: { response: { 200: Nothing } } }, (req) => {
    requirePlugins(req)
    return []
  })

  app.get('/api/v4/plugins/marketplace', { schema: { response: { 200: Nothing } } }, (req) => {
    requirePlugins(req)
    if (req.workspace.config.bool('PluginSettings.EnableMarketplace')) return []
    throw new AppError('app.plugin.marketplace_disabled.app_error', 501)
  })

  app.get(firstVisit, { schema: { response: { 200: SystemValue } } }, (req) =>
    req.workspace.system.marketplaceVisit(req.actor),
  )

  app.post(firstVisit, { schema: { response: { 200: StatusOk } } }, async (req) => {
    await req.workspace.system.noteMarketplaceVisit(req.actor)
    return statusOk
  })
}

function requirePlugins({ workspace, actor }: FastifyRequest): void {
  if (!workspace.config.bool('PluginSettings.Enable')) {
    throw new AppError('app.plugin.disabled.app_error', 501)
  }
  workspace.roles.require(actor, 'sysconsole_read_plugins')
}
