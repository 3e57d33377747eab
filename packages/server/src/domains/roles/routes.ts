import { idParams } from '@redoubt/wire/base.ts'
import { Role } from '@redoubt/wire/roles.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const Names = Type.Array(Type.String())
const Roles = Type.Array(Role)

export function rolesRoutes(app: App) {
  app.get('/api/v4/roles', { schema: { response: { 200: Roles } } }, (req) =>
    req.workspace.roles.list(req.actor),
  )

  app.post(
    '/api/v4/roles/names',
    { config: { csrfExempt: true }, schema: { body: Names, response: { 200: Roles } } },
    (req) => {
      const names = req.body.map((name) => name.trim()).filter(Boolean)
      if (names.length === 0) throw invalidBody('rolenames')
      return req.workspace.roles.byNames(names)
    },
  )

  app.get(
    '/api/v4/roles/:role_id',
    { schema: { params: idParams('role_id'), response: { 200: Role } } },
    (req) => req.workspace.roles.get(req.params.role_id),
  )

  app.get(
    '/api/v4/roles/name/:role_name',
    { schema: { params: Type.Object({ role_name: Type.String() }), response: { 200: Role } } },
    (req) => req.workspace.roles.getByName(req.params.role_name),
  )
}
