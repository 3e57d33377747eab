import { type Static, Type } from 'typebox'
import { Id, Millis } from './base.ts'

/**
 * Another program that may act for people. `client_secret` is told only where it is made; elsewhere
 * it is empty.
 */
export const OAuthApp = Type.Object({
  id: Id,
  creator_id: Type.String(),
  create_at: Millis,
  update_at: Millis,
  client_secret: Type.String(),
  name: Type.String(),
  description: Type.String(),
  icon_url: Type.String(),
  callback_urls: Type.Array(Type.String()),
  homepage: Type.String(),
  is_trusted: Type.Boolean(),
  is_dynamically_registered: Type.Boolean(),
  is_public: Type.Boolean(),
  mattermost_app_id: Type.String(),
})
export type OAuthApp = Static<typeof OAuthApp>

/** What an app is made of, and what of it can be changed later. */
export const OAuthAppInput = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  icon_url: Type.Optional(Type.String()),
  callback_urls: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
  homepage: Type.Optional(Type.String()),
  is_trusted: Type.Optional(Type.Boolean()),
  is_public: Type.Optional(Type.Boolean()),
})
export type OAuthAppInput = Static<typeof OAuthAppInput>

/** RFC 7591. */
export const ClientRegistration = Type.Object({
  redirect_uris: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
  token_endpoint_auth_method: Type.Optional(Type.String()),
  client_name: Type.Optional(Type.String()),
  client_uri: Type.Optional(Type.String()),
})
export type ClientRegistration = Static<typeof ClientRegistration>

export const RegisteredClient = Type.Object({
  client_id: Id,
  client_secret: Type.Optional(Type.String()),
  redirect_uris: Type.Array(Type.String()),
  token_endpoint_auth_method: Type.String(),
  grant_types: Type.Array(Type.String()),
  response_types: Type.Array(Type.String()),
  scope: Type.String(),
  client_name: Type.String(),
  client_uri: Type.Optional(Type.String()),
})
export type RegisteredClient = Static<typeof RegisteredClient>

const Text = Type.Optional(Type.String())

/** RFC 6749 §4.1.1 with PKCE (RFC 7636) and resource indicators (RFC 8707). */
export const Authorization = Type.Object({
  response_type: Text,
  client_id: Text,
  redirect_uri: Text,
  state: Text,
  scope: Text,
  resource: Text,
  code_challenge: Text,
  code_challenge_method: Text,
})
export type Authorization = Static<typeof Authorization>

/** The body of the token endpoint, whose fields depend on `grant_type`. */
export const TokenRequest = Type.Object({
  grant_type: Text,
  client_id: Text,
  client_secret: Text,
  code: Text,
  redirect_uri: Text,
  refresh_token: Text,
  code_verifier: Text,
  resource: Text,
})
export type TokenRequest = Static<typeof TokenRequest>

export const TokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('bearer'),
  expires_in: Type.Integer(),
  scope: Type.String(),
  refresh_token: Type.Optional(Type.String()),
})
export type TokenAnswer = Static<typeof TokenAnswer>

/** RFC 8414. */
export const ServerMetadata = Type.Object({
  issuer: Type.String(),
  authorization_endpoint: Type.String(),
  token_endpoint: Type.String(),
  registration_endpoint: Type.Optional(Type.String()),
  response_types_supported: Type.Array(Type.String()),
  scopes_supported: Type.Array(Type.String()),
  grant_types_supported: Type.Array(Type.String()),
  token_endpoint_auth_methods_supported: Type.Array(Type.String()),
  code_challenge_methods_supported: Type.Array(Type.String()),
})
export type ServerMetadata = Static<typeof ServerMetadata>
