import { idParams, PageQuery } from '@redoubt/wire/base.ts'
import { Bot, BotPatch, NewBot } from '@redoubt/wire/bots.ts'
import { User, UserPatch } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import { resolveMe } from '#platform/actor.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toPage } from '#platform/http/paging.ts'

const ofBot = idParams('bot_user_id')
const Flag = Type.Optional(Type.String())
const BotsQuery = Type.Object({
  ...PageQuery.properties,
  include_deleted: Flag,
  only_orphaned: Flag,
})

export function botsRoutes(app: App) {
  app.post(
    '/api/v4/bots',
    { schema: { body: NewBot, response: { 201: Bot } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.bots.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/bots',
    { schema: { querystring: BotsQuery, response: { 200: Type.Array(Bot) } } },
    (req) => {
      const { include_deleted, only_orphaned, ...page } = req.query
      const flags = {
        includesDeleted: toBoolean(include_deleted),
        isOrphaned: toBoolean(only_orphaned),
      }
      return req.workspace.bots.list(req.actor, flags, toPage(page))
    },
  )

  app.get(
    '/api/v4/bots/:bot_user_id',
    {
      schema: {
        params: ofBot,
        querystring: Type.Object({ include_deleted: Flag }),
        response: { 200: Bot },
      },
    },
    (req) => {
      const includesDeleted = toBoolean(req.query.include_deleted)
      return req.workspace.bots.get(req.actor, req.params.bot_user_id, includesDeleted)
    },
  )

  app.put(
    '/api/v4/bots/:bot_user_id',
    { schema: { params: ofBot, body: BotPatch, response: { 200: Bot } } },
    (req) => req.workspace.bots.patch(req.actor, req.params.bot_user_id, req.body),
  )

  app.post(
    '/api/v4/bots/:bot_user_id/disable',
    { schema: { params: ofBot, response: { 200: Bot } } },
    (req) => req.workspace.bots.setActive(req.actor, req.params.bot_user_id, false),
  )

  app.post(
    '/api/v4/bots/:bot_user_id/enable',
    { schema: { params: ofBot, response: { 200: Bot } } },
    (req) => req.workspace.bots.setActive(req.actor, req.params.bot_user_id, true),
  )

  app.post(
    '/api/v4/bots/:bot_user_id/assign/:user_id',
    { schema: { params: idParams('bot_user_id', 'user_id'), response: { 200: Bot } } },
    (req) => {
      const { bot_user_id, user_id } = req.params
      const owner = resolveMe(req.actor, user_id)
      return req.workspace.bots.assign(req.actor, bot_user_id, owner)
    },
  )

  app.post(
    '/api/v4/bots/:bot_user_id/convert_to_user',
    {
      schema: {
        params: ofBot,
        querystring: Type.Object({ set_system_admin: Flag }),
        body: UserPatch,
        response: { 200: User },
      },
    },
    (req) => {
      const isSystemAdmin = toBoolean(req.query.set_system_admin)
      return req.workspace.bots.toUser(req.actor, req.params.bot_user_id, req.body, isSystemAdmin)
    },
  )

  app.post(
    '/api/v4/users/:user_id/convert_to_bot',
    { schema: { params: idParams('user_id'), response: { 200: Bot } } },
    (req) => req.workspace.bots.fromUser(req.actor, resolveMe(req.actor, req.params.user_id)),
  )
}
