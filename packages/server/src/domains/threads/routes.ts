import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { UserThread, UserThreads } from '@redoubt/wire/threads.ts'
import { Type } from 'typebox'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { toBoolean, toLimit } from '#platform/http/paging.ts'

const ofList = idParams('user_id', 'team_id')
const ofThread = idParams('user_id', 'team_id', 'thread_id')
const Text = Type.Optional(Type.String())
const OptionalId = Type.Optional(Type.Union([Id, Type.Literal('')]))
const ThreadsQuery = Type.Object({
  since: Type.Optional(Type.Integer({ minimum: 0 })),
  before: OptionalId,
  after: OptionalId,
  per_page: Text,
  unread: Text,
  deleted: Text,
  extended: Text,
  totalsOnly: Text,
  threadsOnly: Text,
  excludeDirect: Text,
})
const all = '/api/v4/users/:user_id/teams/:team_id/threads'
const one = `${all}/:thread_id` as const

function toOnly(query: { totalsOnly?: string; threadsOnly?: string }) {
  const [totals, threads] = [toBoolean(query.totalsOnly), toBoolean(query.threadsOnly)]
  if (totals && threads) throw new AppError('api.getThreadsForUser.bad_only_params', 400)
  return totals ? 'totals' : threads ? 'threads' : 'both'
}

export function threadsRoutes(app: App) {
  app.get(
    all,
    { schema: { params: ofList, querystring: ThreadsQuery, response: { 200: UserThreads } } },
    (req) =>
      req.workspace.threads.list(req.actor, req.params, {
        since: req.query.since ?? 0,
        before: req.query.before,
        after: req.query.after,
        limit: toLimit(req.query.per_page),
        unreadOnly: toBoolean(req.query.unread),
        withDeleted: toBoolean(req.query.deleted),
        withDirect: !toBoolean(req.query.excludeDirect),
        isExtended: toBoolean(req.query.extended),
        only: toOnly(req.query),
      }),
  )

  app.put(
    `${all}/read`,
    { schema: { params: ofList, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.threads.markAllThreadsRead(req.actor, req.params)
      return statusOk
    },
  )

  app.get(
    one,
    {
      schema: {
        params: ofThread,
        querystring: Type.Object({ extended: Text }),
        response: { 200: UserThread },
      },
    },
    (req) => {
      const isExtended = toBoolean(req.query.extended)
      return req.workspace.threads.get(req.actor, req.params, req.params.thread_id, isExtended)
    },
  )

  for (const [method, isFollowing] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: `${one}/following`,
      schema: { params: ofThread, response: { 200: StatusOk } },
      handler: async (req) => {
        const { threads } = req.workspace
        await threads.setFollowing(req.actor, req.params, req.params.thread_id, isFollowing)
        return statusOk
      },
    })
  }

  app.put(
    `${one}/read/:timestamp`,
    {
      schema: {
        params: Type.Object({
          ...ofThread.properties,
          timestamp: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        }),
        response: { 200: UserThread },
      },
    },
    (req) => {
      const { thread_id, timestamp } = req.params
      return req.workspace.threads.markRead(req.actor, req.params, thread_id, timestamp)
    },
  )

  app.post(
    `${one}/set_unread/:post_id`,
    {
      schema: {
        params: idParams('user_id', 'team_id', 'thread_id', 'post_id'),
        response: { 200: UserThread },
      },
    },
    (req) => {
      const { thread_id, post_id } = req.params
      return req.workspace.threads.markUnread(req.actor, req.params, thread_id, post_id)
    },
  )
}
