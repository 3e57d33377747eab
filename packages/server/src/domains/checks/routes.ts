import { MachineChecks } from '@redoubt/wire/checks.ts'
import type { App } from '#platform/http/app.ts'

export function checksRoutes(app: App) {
  app.get('/api/redoubt/v1/checks', { schema: { response: { 200: MachineChecks } } }, (req) =>
    req.workspace.checks.machine(req.actor),
  )
}
