import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { MfaChange, MfaRequired, MfaSecret } from '@redoubt/wire/mfa.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')
/** Whoever has to set up a second factor first, has to be able to. */
const config = { mayLackMfa: true }

export function mfaRoutes(app: App) {
  app.post(
    '/api/v4/users/:user_id/mfa/generate',
    { config, schema: { params: ofUser, response: { 200: MfaSecret } } },
    (req, reply) => {
      reply.header('Cache-Control', 'no-cache, no-store, must-revalidate').header('Expires', '0')
      return req.workspace.mfa.generate(req.actor, req.params.user_id)
    },
  )

  app.put(
    '/api/v4/users/:user_id/mfa',
    { config, schema: { params: ofUser, body: MfaChange, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.mfa.update(req.actor, req.params.user_id, req.body)
      return statusOk
    },
  )

  app.post(
    '/api/v4/users/mfa',
    {
      schema: {
        body: Type.Object({ login_id: Type.String({ minLength: 1 }) }),
        response: { 200: MfaRequired },
      },
    },
    async (req) => ({
      mfa_required: await req.workspace.mfa.isNeeded(req.actor, req.body.login_id),
    }),
  )
}
