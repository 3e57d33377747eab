import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId, Props } from './base.ts'
import { FileInfo } from './files.ts'

const OptionalProps = Type.Optional(Type.Union([Props, Type.Null()]))

/** What somebody has begun to write in a channel or a thread. */
export const Draft = Type.Object({
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  user_id: Id,
  channel_id: Id,
  root_id: Type.String(),
  message: Type.String(),
  type: Type.String(),
  props: Props,
  file_ids: Type.Array(Id),
  priority: Type.Optional(Props),
  metadata: Type.Object({
    files: Type.Optional(Type.Array(FileInfo)),
    priority: Type.Optional(Props),
  }),
})
export type Draft = Static<typeof Draft>

/** Clients send the whole draft; what isn't named here is the server's. */
export const NewDraft = Type.Object({
  channel_id: Id,
  root_id: Type.Optional(OptionalId),
  message: Type.Optional(Type.String()),
  type: Type.Optional(Type.String({ maxLength: 26 })),
  props: OptionalProps,
  file_ids: Type.Optional(Type.Union([Type.Array(Id), Type.Null()])),
  priority: OptionalProps,
  metadata: Type.Optional(Type.Union([Type.Object({ priority: OptionalProps }), Type.Null()])),
})
export type NewDraft = Static<typeof NewDraft>
