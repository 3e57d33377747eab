import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { CustomStatus, StatusChange } from '@redoubt/wire/statuses.ts'
import { Status } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')
const Ids = Type.Array(Id, { maxItems: 10_000 })

export function statusesRoutes(app: App) {
  app.get(
    '/api/v4/users/:user_id/status',
    { schema: { params: ofUser, response: { 200: Status } } },
    (req) => req.workspace.statuses.get(req.actor, req.params.user_id),
  )

  app.post(
    '/api/v4/users/status/ids',
    { schema: { body: Ids, response: { 200: Type.Array(Status) } } },
    (req) => req.workspace.statuses.byIds(req.actor, req.body),
  )

  app.put(
    '/api/v4/users/:user_id/status',
    { schema: { params: ofUser, body: StatusChange, response: { 200: Status } } },
    (req) => req.workspace.statuses.update(req.actor, req.params.user_id, req.body),
  )

  app.put(
    '/api/v4/users/:user_id/status/custom',
    { schema: { params: ofUser, body: CustomStatus, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.customStatuses.set(req.actor, req.params.user_id, req.body)
      return statusOk
    },
  )

  app.delete(
    '/api/v4/users/:user_id/status/custom',
    { schema: { params: ofUser, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.customStatuses.unset(req.actor, req.params.user_id)
      return statusOk
    },
  )

  // The second form is for clients whose DELETE can't carry a body.
  for (const [method, url] of [
    ['DELETE', '/api/v4/users/:user_id/status/custom/recent'],
    ['POST', '/api/v4/users/:user_id/status/custom/recent/delete'],
  ] as const) {
    app.route({
      method,
      url,
      schema: { params: ofUser, body: CustomStatus, response: { 200: StatusOk } },
      handler: async (req) => {
        await req.workspace.customStatuses.forgetRecent(req.actor, req.params.user_id, req.body)
        return statusOk
      },
    })
  }
}
