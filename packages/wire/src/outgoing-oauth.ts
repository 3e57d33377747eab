import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/** How the server gets tokens for addresses of others. Both secrets are always empty in answers. */
export const OutgoingConnection = Type.Object({
  id: Id,
  creator_id: Type.String(),
  create_at: Millis,
  update_at: Millis,
  name: Type.String(),
  client_id: Type.String(),
  client_secret: Type.String(),
  credentials_username: Type.String(),
  credentials_password: Type.String(),
  oauth_token_url: Type.String(),
  grant_type: Type.String(),
  audiences: Type.Array(Type.String()),
})
export type OutgoingConnection = Static<typeof OutgoingConnection>

/** An empty secret leaves the stored one as it is. */
export const OutgoingConnectionInput = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
  client_secret: Type.Optional(Type.String()),
  credentials_username: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  credentials_password: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  oauth_token_url: Type.Optional(Type.String()),
  grant_type: Type.Optional(Type.String()),
  audiences: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
})
export type OutgoingConnectionInput = Static<typeof OutgoingConnectionInput>
