import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { OutgoingConnection, OutgoingConnectionInput } from '@redoubt/wire/outgoing-oauth.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const path = '/api/v4/oauth/outgoing_connections'
const ofConnection = idParams('connection_id')
const Text = Type.Optional(Type.String())
const ListQuery = Type.Object({ team_id: Text, audience: Text })

export function outgoingOAuthRoutes(app: App) {
  app.get(
    path,
    { schema: { querystring: ListQuery, response: { 200: Type.Array(OutgoingConnection) } } },
    (req) => req.workspace.outgoingOAuth.list(req.actor, req.query),
  )

  app.post(
    path,
    { schema: { body: OutgoingConnectionInput, response: { 201: OutgoingConnection } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.outgoingOAuth.create(req.actor, req.body)
    },
  )

  app.post(
    `${path}/validate`,
    { schema: { body: OutgoingConnectionInput, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.outgoingOAuth.validate(req.actor, req.body)
      return statusOk
    },
  )

  app.get(
    `${path}/:connection_id`,
    { schema: { params: ofConnection, response: { 200: OutgoingConnection } } },
    (req) => req.workspace.outgoingOAuth.get(req.actor, req.params.connection_id),
  )

  app.put(
    `${path}/:connection_id`,
    {
      schema: {
        params: ofConnection,
        body: OutgoingConnectionInput,
        response: { 200: OutgoingConnection },
      },
    },
    (req) => req.workspace.outgoingOAuth.update(req.actor, req.params.connection_id, req.body),
  )

  app.delete(
    `${path}/:connection_id`,
    { schema: { params: ofConnection, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.outgoingOAuth.remove(req.actor, req.params.connection_id)
      return statusOk
    },
  )
}
