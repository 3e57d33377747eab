import { Id, idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { TermsOfService, UserTermsOfService } from '@redoubt/wire/system.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofUser = idParams('user_id')
const NewTerms = Type.Object({ text: Type.Optional(Type.String()) })
const Answer = Type.Object({ termsOfServiceId: Id, accepted: Type.Boolean() })

export function termsRoutes(app: App) {
  app.get('/api/v4/terms_of_service', { schema: { response: { 200: TermsOfService } } }, (req) =>
    req.workspace.terms.latest(),
  )

  app.post(
    '/api/v4/terms_of_service',
    { schema: { body: NewTerms, response: { 200: TermsOfService } } },
    (req) => req.workspace.terms.create(req.actor, req.body.text ?? ''),
  )

  app.get(
    '/api/v4/users/:user_id/terms_of_service',
    { schema: { params: ofUser, response: { 200: UserTermsOfService } } },
    (req) => req.workspace.terms.ofUser(req.actor, req.params.user_id),
  )

  app.post(
    '/api/v4/users/:user_id/terms_of_service',
    { schema: { params: ofUser, body: Answer, response: { 200: StatusOk } } },
    async (req) => {
      const { termsOfServiceId: termsId, accepted: isAccepted } = req.body
      await req.workspace.terms.answer(req.actor, req.params.user_id, { termsId, isAccepted })
      return statusOk
    },
  )
}
