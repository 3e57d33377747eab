import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')
const Address = Type.Object({ email: Type.String({ minLength: 1 }) })

export function confirmationsRoutes(app: App) {
  app.post(
    '/api/v4/users/email/verify/send',
    { config: { auth: 'none' }, schema: { body: Address, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.confirmations.sendVerification(req.body.email)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/email/verify',
    {
      config: { auth: 'none' },
      schema: { body: Type.Object({ token: Type.String() }), response: { 200: StatusOk } },
    },
    async (req) => {
      await req.workspace.confirmations.verify(req.body.token)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/:user_id/email/verify/member',
    { schema: { params: ofUser, response: { 200: User } } },
    async (req) => {
      const { confirmations, users } = req.workspace
      await confirmations.verifyWithoutToken(req.actor, req.params.user_id)
      return users.get(req.actor, req.params.user_id)
    },
  )

  app.post(
    '/api/v4/users/password/reset/send',
    { config: { auth: 'none' }, schema: { body: Address, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.confirmations.sendReset(req.body.email)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/password/reset',
    {
      config: { auth: 'none' },
      schema: {
        body: Type.Object({ token: Type.String(), new_password: Type.String() }),
        response: { 200: StatusOk },
      },
    },
    async (req) => {
      await req.workspace.confirmations.reset(req.actor, req.body.token, req.body.new_password)
      return statusOk
    },
  )
}
