import { type Static, Type } from 'typebox'
import { Id, Millis, OptionalId } from './base.ts'

/** An uploaded file. `post_id` is missing until a post attaches it. */
export const FileInfo = Type.Object({
  id: Id,
  user_id: Id,
  post_id: Type.Optional(Id),
  channel_id: OptionalId,
  create_at: Millis,
  update_at: Millis,
  delete_at: Millis,
  name: Type.String(),
  /** In lower case, without the dot. */
  extension: Type.String(),
  size: Type.Integer(),
  mime_type: Type.String(),
  /** Of images and as they are shown: after the camera's rotation. */
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  has_preview_image: Type.Optional(Type.Boolean()),
  /** A JPEG of 16×16 in base64. */
  mini_preview: Type.Union([Type.String(), Type.Null()]),
  remote_id: Type.String(),
  archived: Type.Boolean(),
})
export type FileInfo = Static<typeof FileInfo>

/** Answer to an upload; `client_ids` are the client's own names for the files, in their order. */
export const FileUpload = Type.Object({
  file_infos: Type.Array(FileInfo),
  client_ids: Type.Array(Type.String()),
})
export type FileUpload = Static<typeof FileUpload>

export const FileLink = Type.Object({ link: Type.String() })

export const NewUpload = Type.Object({
  /** Empty for what is to be imported. */
  channel_id: Type.Optional(OptionalId),
  filename: Type.String(),
  file_size: Type.Integer(),
  type: Type.Optional(Type.String()),
})
export type NewUpload = Static<typeof NewUpload>

/** An upload under way; it goes on at `file_offset`. */
export const UploadSession = Type.Object({
  id: Id,
  type: Type.String(),
  create_at: Millis,
  user_id: Id,
  channel_id: OptionalId,
  filename: Type.String(),
  file_size: Type.Integer(),
  file_offset: Type.Integer(),
  remote_id: Type.String(),
  req_file_id: Type.String(),
})
export type UploadSession = Static<typeof UploadSession>
