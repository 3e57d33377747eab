import { Id, idParams, OptionalId, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  Command,
  CommandCall,
  CommandResponse,
  CommandSuggestion,
  CommandUpdate,
  NewCommand,
} from '@redoubt/wire/commands.ts'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { bodyText, mediaType, withAnyBody } from '#platform/http/any-body.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean } from '#platform/http/paging.ts'

const ofCommand = idParams('command_id')
const ofTeam = idParams('team_id')
const Commands = Type.Array(Command)
const Text = Type.Optional(Type.String())

export async function commandsRoutes(app: App): Promise<void> {
  await withAnyBody(app, (scope) => {
    scope.post(
      '/hooks/commands/:id',
      { config: { auth: 'none', csrfExempt: true } },
      async (req, reply) => {
        const { id } = req.params as { id: string }
        await req.workspace.commands.respond(id, mediaType(req), bodyText(req))
        return reply.type('text/plain').send('ok')
      },
    )
  })

  app.post(
    '/api/v4/commands/execute',
    { schema: { body: CommandCall, response: { 200: CommandResponse } } },
    (req) => req.workspace.commands.execute(req.actor, req.body, originOf(req)),
  )

  app.get(
    '/api/v4/teams/:team_id/commands/autocomplete',
    { schema: { params: ofTeam, response: { 200: Commands } } },
    (req) => req.workspace.commands.listUsable(req.actor, req.params.team_id),
  )

  app.get(
    '/api/v4/teams/:team_id/commands/autocomplete_suggestions',
    {
      schema: {
        params: ofTeam,
        querystring: Type.Object({
          user_input: Text,
          channel_id: Type.Optional(OptionalId),
          root_id: Type.Optional(OptionalId),
        }),
        response: { 200: Type.Array(CommandSuggestion) },
      },
    },
    (req) =>
      req.workspace.commands.suggest(
        req.actor,
        {
          teamId: req.params.team_id,
          channelId: req.query.channel_id ?? '',
          rootId: req.query.root_id ?? '',
          origin: originOf(req),
        },
        req.query.user_input ?? '',
      ),
  )

  managementRoutes(app)
}

function managementRoutes(app: App) {
  const one = { params: ofCommand, response: { 200: Command } }
  const done = { params: ofCommand, response: { 200: StatusOk } }

  app.post(
    '/api/v4/commands',
    { schema: { body: NewCommand, response: { 201: Command } } },
    (req, reply) => {
      reply.code(201)
      return req.workspace.commands.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/commands',
    {
      schema: {
        querystring: Type.Object({ team_id: Id, custom_only: Text }),
        response: { 200: Commands },
      },
    },
    (req) => {
      const isCustomOnly = toBoolean(req.query.custom_only)
      return req.workspace.commands.list(req.actor, req.query.team_id, { isCustomOnly })
    },
  )

  app.get('/api/v4/commands/:command_id', { schema: one }, (req) =>
    req.workspace.commands.get(req.actor, req.params.command_id),
  )

  app.put('/api/v4/commands/:command_id', { schema: { ...one, body: CommandUpdate } }, (req) =>
    req.workspace.commands.update(req.actor, req.params.command_id, req.body),
  )

  app.put(
    '/api/v4/commands/:command_id/move',
    { schema: { ...done, body: Type.Object({ team_id: Id }) } },
    async (req) => {
      await req.workspace.commands.move(req.actor, req.params.command_id, req.body.team_id)
      return statusOk
    },
  )

  app.put(
    '/api/v4/commands/:command_id/regen_token',
    {
      schema: {
        params: ofCommand,
        response: { 200: Type.Object({ token: Type.String() }) },
      },
    },
    (req) => req.workspace.commands.regenerateToken(req.actor, req.params.command_id),
  )

  app.delete('/api/v4/commands/:command_id', { schema: done }, async (req) => {
    await req.workspace.commands.remove(req.actor, req.params.command_id)
    return statusOk
  })
}

/** The address of this server, as the caller knows it. */
function originOf(req: FastifyRequest): string {
  return `${req.protocol}://${req.host}`
}
