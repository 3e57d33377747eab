import { Health, NewWorkspace, WorkspaceRecord } from '@redoubt/wire/control.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import type { ControlService } from './service.ts'

const config = { auth: 'local' } as const

export function controlRoutes(app: App, control: ControlService) {
  app.get(
    '/api/redoubt/v1/workspaces',
    { config, schema: { response: { 200: Type.Array(WorkspaceRecord) } } },
    () => control.listWorkspaces(),
  )

  app.post(
    '/api/redoubt/v1/workspaces',
    { config, schema: { body: NewWorkspace, response: { 201: WorkspaceRecord } } },
    (req, reply) => {
      reply.code(201)
      return control.createWorkspace(req.body)
    },
  )

  app.get('/api/redoubt/v1/health', { config, schema: { response: { 200: Health } } }, (req) =>
    control.health({
      address: app.listeningOrigin,
      site_url: req.workspace.config.string('ServiceSettings.SiteURL'),
      has_accounts: req.workspace.config.hasAccounts,
    }),
  )
}
