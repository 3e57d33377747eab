import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { PushAck, PushNotification } from '@redoubt/wire/notifications.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const AckAnswer = Type.Union([PushNotification, StatusOk])

export function notificationsRoutes(app: App) {
  app.post(
    '/api/v4/notifications/ack',
    { schema: { body: PushAck, response: { 200: AckAnswer } } },
    async (req) => (await req.workspace.notifications.acknowledge(req.actor, req.body)) ?? statusOk,
  )

  app.post(
    '/api/v4/notifications/test',
    { schema: { response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.notifications.test(req.actor)
      return statusOk
    },
  )
}
