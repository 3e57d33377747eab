import { idParams } from '@redoubt/wire/base.ts'
import { Role, RolePatch } from '@redoubt/wire/roles.ts'
import { Type } from 'typebox'
import { invalidBody } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'

const Names = Type.Array(Type.String())
const Roles = Type.Array(Role)
const ofRole = idParams('role_id')

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
      return req.workspace.roles.listByNames(names)
    },
  )

  app.get(
    '/api/v4/roles/:role_id',
    { schema: { params: ofRole, response: { 200: Role } } },
    (req) => req.workspace.roles.get(req.params.role_id),
  )

  app.get(
    '/api/v4/roles/name/:role_name',
    { schema: { params: Type.Object({ role_name: Type.String() }), response: { 200: Role } } },
    (req) => req.workspace.roles.getByName(req.params.role_name),
  )

  app.put(
    '/api/v4/roles/:role_id/patch',
    { schema: { params: ofRole, body: RolePatch, response: { 200: Role } } },
    (req) => req.workspace.roles.patch(req.actor, req.params.role_id, req.body.permissions),
  )

  app.post(
    '/api/v4/permissions/ancillary',
    { schema: { body: Type.Array(Type.String(), { maxItems: 1000 }), response: { 200: Names } } },
    async (req) => req.workspace.roles.withAncillary(req.body),
  )
}
