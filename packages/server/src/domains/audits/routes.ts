import { Audit } from '@redoubt/wire/audits.ts'
import { idParams, PageQuery } from '@redoubt/wire/base.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'

const reply = { response: { 200: Type.Array(Audit) } }

export function auditsRoutes(app: App) {
  app.get('/api/v4/audits', { schema: { querystring: PageQuery, ...reply } }, (req) =>
    req.workspace.audits.list(req.actor, toPage(req.query)),
  )

  app.get(
    '/api/v4/users/:user_id/audits',
    { schema: { params: idParams('user_id'), querystring: PageQuery, ...reply } },
    (req) => req.workspace.audits.listOfUser(req.actor, req.params.user_id, toPage(req.query)),
  )
}
