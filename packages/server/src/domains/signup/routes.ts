import { NewUser, User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

export function signupRoutes(app: App) {
  app.post(
    '/api/v4/users',
    {
      config: { auth: 'none' },
      schema: {
        body: NewUser,
        querystring: Type.Object({
          iid: Type.Optional(Type.String()),
          t: Type.Optional(Type.String()),
        }),
        response: { 201: User },
      },
    },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.signup.signUp(req.actor, req.body, {
        inviteId: req.query.iid ?? '',
        token: req.query.t ?? '',
      })
    },
  )
}
