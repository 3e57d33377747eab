import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { Draft, NewDraft } from '@redoubt/wire/drafts.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofChannel = idParams('user_id', 'channel_id')
const ofThread = idParams('user_id', 'channel_id', 'thread_id')

export function draftsRoutes(app: App) {
  app.post(
    '/api/v4/drafts',
    { schema: { body: NewDraft, response: { 201: Type.Union([Draft, Type.Null()]) } } },
    async (req, reply) => {
      const draft = await req.workspace.drafts.save(req.actor, req.body)
      reply.code(201)
      // The framework would send nothing at all where clients expect JSON.
      return draft ?? reply.type('application/json').serializer(JSON.stringify).send(null)
    },
  )

  app.get(
    '/api/v4/users/:user_id/teams/:team_id/drafts',
    { schema: { params: idParams('user_id', 'team_id'), response: { 200: Type.Array(Draft) } } },
    (req) => req.workspace.drafts.list(req.actor, req.params.user_id, req.params.team_id),
  )

  app.delete(
    '/api/v4/users/:user_id/channels/:channel_id/drafts',
    { schema: { params: ofChannel, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.drafts.remove(req.actor, { ...req.params, root_id: '' })
      return statusOk
    },
  )

  app.delete(
    '/api/v4/users/:user_id/channels/:channel_id/drafts/:thread_id',
    { schema: { params: ofThread, response: { 200: StatusOk } } },
    async (req) => {
      const { thread_id: root_id, ...rest } = req.params
      await req.workspace.drafts.remove(req.actor, { ...rest, root_id })
      return statusOk
    },
  )
}
