import { Id, idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { AccessToken, NewAccessToken } from '@redoubt/wire/tokens.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'

const ofUser = idParams('user_id')
const Tokens = Type.Array(AccessToken)
const byId = {
  schema: { body: Type.Object({ token_id: Id }), response: { 200: StatusOk } },
}

export function tokensRoutes(app: App) {
  app.post(
    '/api/v4/users/:user_id/tokens',
    { schema: { params: ofUser, body: NewAccessToken, response: { 200: AccessToken } } },
    (req) => req.workspace.tokens.create(req.actor, req.params.user_id, req.body),
  )

  app.get(
    '/api/v4/users/:user_id/tokens',
    { schema: { params: ofUser, querystring: PageQuery, response: { 200: Tokens } } },
    (req) => req.workspace.tokens.listOfUser(req.actor, req.params.user_id, toPage(req.query)),
  )

  app.get(
    '/api/v4/users/tokens',
    { schema: { querystring: PageQuery, response: { 200: Tokens } } },
    (req) => req.workspace.tokens.list(req.actor, toPage(req.query)),
  )

  app.post(
    '/api/v4/users/tokens/search',
    {
      schema: {
        body: Type.Object({ term: Type.String({ minLength: 1 }) }),
        response: { 200: Tokens },
      },
    },
    (req) => req.workspace.tokens.search(req.actor, req.body.term),
  )

  app.get(
    '/api/v4/users/tokens/:token_id',
    { schema: { params: idParams('token_id'), response: { 200: AccessToken } } },
    (req) => req.workspace.tokens.get(req.actor, req.params.token_id),
  )

  app.post('/api/v4/users/tokens/revoke', byId, async (req) => {
    await req.workspace.tokens.revoke(req.actor, req.body.token_id)
    return statusOk
  })

  app.post('/api/v4/users/tokens/disable', byId, async (req) => {
    await req.workspace.tokens.disable(req.actor, req.body.token_id)
    return statusOk
  })

  app.post('/api/v4/users/tokens/enable', byId, async (req) => {
    await req.workspace.tokens.enable(req.actor, req.body.token_id)
    return statusOk
  })
}
