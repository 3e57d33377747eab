import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { MailTest } from '@redoubt/wire/mail.ts'
import type { App } from '#platform/http/app.ts'

export function mailRoutes(app: App) {
  app.post(
    '/api/v4/email/test',
    { schema: { body: MailTest, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.mail.test(req.actor, req.body?.EmailSettings)
      return statusOk
    },
  )
}
