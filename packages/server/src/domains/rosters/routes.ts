import { Id, idParams } from '@redoubt/wire/base.ts'
import { User } from '@redoubt/wire/users.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'

const UsersByChannel = Type.Record(Type.String(), Type.Array(User))

export function rostersRoutes(app: App) {
  app.post(
    '/api/v4/users/group_channels',
    { schema: { body: Type.Array(Id, { maxItems: 1000 }), response: { 200: UsersByChannel } } },
    (req) => req.workspace.rosters.ofGroups(req.actor, req.body),
  )

  app.get(
    '/api/v4/channels/:channel_id/timezones',
    {
      schema: { params: idParams('channel_id'), response: { 200: Type.Array(Type.String()) } },
    },
    (req) => req.workspace.rosters.timezones(req.actor, req.params.channel_id),
  )
}
