import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { DeviceProps, Login, Session } from '@redoubt/wire/sessions.ts'
import { User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { clearSessionCookies, setSessionCookies, tokenCookie } from './cookies.ts'

const ofUser = idParams('user_id')

export function sessionsRoutes(app: App) {
  app.post(
    '/api/v4/users/login',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: { body: Login, response: { 200: User } },
    },
    async (req, reply) => {
      const { sessions } = req.workspace
      const session = await sessions.login(req.actor, req.body, req.headers['user-agent'] ?? '')
      // Browsers get cookies; other clients keep the token of the header.
      if (req.headers['x-requested-with'] === 'XMLHttpRequest')
        setSessionCookies(req, reply, session)
      reply.header('Token', session.token)
      return session.user
    },
  )

  app.post(
    '/api/v4/users/logout',
    { config: { auth: 'none', mayLackMfa: true }, schema: { response: { 200: StatusOk } } },
    async (req, reply) => {
      await req.workspace.sessions.logout(req.actor)
      clearSessionCookies(reply)
      return statusOk
    },
  )

  app.put(
    '/api/v4/users/sessions/device',
    { schema: { body: DeviceProps, response: { 200: StatusOk } } },
    async (req, reply) => {
      const { csrf, maxAgeSeconds } = await req.workspace.sessions.attachDevice(req.actor, req.body)
      const token = req.cookies[tokenCookie]
      const user = { id: req.actor.userId }
      if (token) setSessionCookies(req, reply, { user, token, csrf, maxAgeSeconds })
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/sessions/revoke/all',
    { schema: { response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.sessions.revokeOfEverybody(req.actor)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/:user_id/reset_failed_attempts',
    { schema: { params: ofUser, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.sessions.resetFailedAttempts(req.actor, req.params.user_id)
      return statusOk
    },
  )

  app.get(
    '/api/v4/users/:user_id/sessions',
    { schema: { params: ofUser, response: { 200: Type.Array(Session) } } },
    (req) => req.workspace.sessions.list(req.actor, req.params.user_id),
  )

  app.post(
    '/api/v4/users/:user_id/sessions/revoke',
    {
      schema: {
        params: ofUser,
        body: Type.Object({ session_id: Type.String({ minLength: 1 }) }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.sessions.revoke(req.actor, req.params.user_id, req.body.session_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/:user_id/sessions/revoke/all',
    { schema: { params: ofUser, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.sessions.revokeAll(req.actor, req.params.user_id)
      return statusOk
    },
  )
}
