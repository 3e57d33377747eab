import { Id, idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  IncomingWebhook,
  IncomingWebhookUpdate,
  NewIncomingWebhook,
  NewOutgoingWebhook,
  OutgoingWebhook,
  OutgoingWebhookUpdate,
} from '@redoubt/wire/webhooks.ts'
import { Type } from 'typebox'
import { withAnyBody } from '#platform/http/any-body.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'
import { readProgramBody } from './body.ts'

const ofHook = idParams('hook_id')
const ListQuery = Type.Object({
  ...PageQuery.properties,
  team_id: Type.Optional(Id),
  channel_id: Type.Optional(Id),
  include_total_count: Type.Optional(Type.String()),
})
const IncomingWebhooks = Type.Union([
  Type.Object({ incoming_webhooks: Type.Array(IncomingWebhook), total_count: Type.Integer() }),
  Type.Array(IncomingWebhook),
])

export async function webhooksRoutes(app: App): Promise<void> {
  await withAnyBody(app, (scope) => {
    scope.post('/hooks/:id', { config: { auth: 'none', csrfExempt: true } }, async (req, reply) => {
      const { id } = req.params as { id: string }
      await req.workspace.webhooks.receive(id, await readProgramBody(req))
      return reply.type('text/plain').send('ok')
    })
  })
  incomingRoutes(app)
  outgoingRoutes(app)
}

function incomingRoutes(app: App) {
  const one = { params: ofHook, response: { 200: IncomingWebhook } }

  app.post(
    '/api/v4/hooks/incoming',
    { schema: { body: NewIncomingWebhook, response: { 201: IncomingWebhook } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.webhooks.incoming.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/hooks/incoming',
    { schema: { querystring: ListQuery, response: { 200: IncomingWebhooks } } },
    async (req) => {
      const { team_id, include_total_count, ...page } = req.query
      const list = await req.workspace.webhooks.incoming.list(req.actor, team_id, toPage(page))
      return toBoolean(include_total_count) ? list : list.incoming_webhooks
    },
  )

  app.get('/api/v4/hooks/incoming/:hook_id', { schema: one }, (req) =>
    req.workspace.webhooks.incoming.get(req.actor, req.params.hook_id),
  )

  app.put(
    '/api/v4/hooks/incoming/:hook_id',
    {
      schema: {
        params: ofHook,
        body: IncomingWebhookUpdate,
        response: { 201: IncomingWebhook },
      },
    },
    (req, reply) => {
      reply.code(201)
      return req.workspace.webhooks.incoming.update(req.actor, req.params.hook_id, req.body)
    },
  )

  app.delete(
    '/api/v4/hooks/incoming/:hook_id',
    { schema: { params: ofHook, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.webhooks.incoming.remove(req.actor, req.params.hook_id)
      return statusOk
    },
  )
}

function outgoingRoutes(app: App) {
  const one = { params: ofHook, response: { 200: OutgoingWebhook } }

  app.post(
    '/api/v4/hooks/outgoing',
    { schema: { body: NewOutgoingWebhook, response: { 201: OutgoingWebhook } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.webhooks.outgoing.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/hooks/outgoing',
    { schema: { querystring: ListQuery, response: { 200: Type.Array(OutgoingWebhook) } } },
    (req) => {
      const { team_id: teamId, channel_id: channelId, ...page } = req.query
      const filter = { teamId, channelId }
      return req.workspace.webhooks.outgoing.list(req.actor, filter, toPage(page))
    },
  )

  app.get('/api/v4/hooks/outgoing/:hook_id', { schema: one }, (req) =>
    req.workspace.webhooks.outgoing.get(req.actor, req.params.hook_id),
  )

  app.put(
    '/api/v4/hooks/outgoing/:hook_id',
    { schema: { ...one, body: OutgoingWebhookUpdate } },
    (req) => req.workspace.webhooks.outgoing.update(req.actor, req.params.hook_id, req.body),
  )

  app.post('/api/v4/hooks/outgoing/:hook_id/regen_token', { schema: one }, (req) =>
    req.workspace.webhooks.outgoing.regenerateToken(req.actor, req.params.hook_id),
  )

  app.delete(
    '/api/v4/hooks/outgoing/:hook_id',
    { schema: { params: ofHook, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.webhooks.outgoing.remove(req.actor, req.params.hook_id)
      return statusOk
    },
  )
}
