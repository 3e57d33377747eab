import { idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import {
  ClientRegistration,
  OAuthApp,
  OAuthAppInput,
  RegisteredClient,
} from '@redoubt/wire/oauth.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'
import { answerInBothForms } from './errors.ts'

const ofApp = idParams('app_id')
const Apps = Type.Array(OAuthApp)

/** The apps themselves; where people meet them are routes of their own. */
export function oauthRoutes(app: App) {
  app.post(
    '/api/v4/oauth/apps',
    { schema: { body: OAuthAppInput, response: { 201: OAuthApp } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.oauth.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/oauth/apps',
    { schema: { querystring: PageQuery, response: { 200: Apps } } },
    (req) => req.workspace.oauth.list(req.actor, toPage(req.query)),
  )

  app.get(
    '/api/v4/oauth/apps/:app_id',
    { schema: { params: ofApp, response: { 200: OAuthApp } } },
    (req) => req.workspace.oauth.get(req.actor, req.params.app_id),
  )

  app.get(
    '/api/v4/oauth/apps/:app_id/info',
    { schema: { params: ofApp, response: { 200: OAuthApp } } },
    (req) => req.workspace.oauth.info(req.params.app_id),
  )

  app.put(
    '/api/v4/oauth/apps/:app_id',
    { schema: { params: ofApp, body: OAuthAppInput, response: { 200: OAuthApp } } },
    (req) => req.workspace.oauth.update(req.actor, req.params.app_id, req.body),
  )

  app.delete(
    '/api/v4/oauth/apps/:app_id',
    { schema: { params: ofApp, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.oauth.remove(req.actor, req.params.app_id)
      return statusOk
    },
  )

  app.post(
    '/api/v4/oauth/apps/:app_id/regen_secret',
    { schema: { params: ofApp, response: { 200: OAuthApp } } },
    (req) => req.workspace.oauth.regenerateSecret(req.actor, req.params.app_id),
  )

  app.post(
    '/api/v4/oauth/apps/register',
    {
      config: { auth: 'none', csrfExempt: true },
      errorHandler: answerInBothForms('invalid_client_metadata'),
      schema: { body: ClientRegistration, response: { 201: RegisteredClient } },
    },
    async (req, reply) => {
      reply.code(201).header('Cache-Control', 'no-store')
      return req.workspace.oauth.register(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/users/:user_id/oauth/apps/authorized',
    { schema: { params: idParams('user_id'), querystring: PageQuery, response: { 200: Apps } } },
    (req) => {
      const { user_id } = req.params
      return req.workspace.oauthAuthorizing.listGranted(req.actor, user_id, toPage(req.query))
    },
  )
}
