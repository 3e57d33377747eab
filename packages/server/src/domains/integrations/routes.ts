import { Id, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  ActionClick,
  ActionDone,
  DialogAnswer,
  DialogItems,
  DialogSubmission,
  OpenDialog,
} from '@redoubt/wire/integrations.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const ofAction = Type.Object({ post_id: Id, action_id: Type.String({ maxLength: 128 }) })

export function integrationsRoutes(app: App) {
  app.post(
    '/api/v4/posts/:post_id/actions/:action_id',
    {
      schema: {
        params: ofAction,
        body: Type.Optional(ActionClick),
        response: { 200: ActionDone },
      },
    },
    (req) => {
      const { post_id, action_id } = req.params
      return req.workspace.integrations.click(req.actor, post_id, action_id, req.body ?? {})
    },
  )

  app.post(
    '/api/v4/actions/dialogs/open',
    {
      config: { auth: 'none', csrfExempt: true },
      schema: { body: OpenDialog, response: { 200: StatusOk } },
    },
    (req) => {
      req.workspace.integrations.dialogs.open(req.body)
      return statusOk
    },
  )

  app.post(
    '/api/v4/actions/dialogs/submit',
    { schema: { body: DialogSubmission, response: { 200: DialogAnswer } } },
    (req) => req.workspace.integrations.dialogs.submit(req.actor, req.body),
  )

  app.post(
    '/api/v4/actions/dialogs/lookup',
    { schema: { body: DialogSubmission, response: { 200: DialogItems } } },
    (req) => req.workspace.integrations.dialogs.lookup(req.actor, req.body),
  )
}
