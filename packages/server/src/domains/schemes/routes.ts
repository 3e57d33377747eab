import { idParams, PageQuery, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import { NewScheme, Scheme, SchemePatch } from '@redoubt/wire/schemes.ts'
import { Type } from 'typebox'
import type { App } from '#platform/http/app.ts'
import { toPage } from '#platform/http/paging.ts'

const ofScheme = idParams('scheme_id')

export function schemesRoutes(app: App) {
  app.get(
    '/api/v4/schemes',
    {
      schema: {
        querystring: Type.Object({
          ...PageQuery.properties,
          scope: Type.Optional(Type.String()),
        }),
        response: { 200: Type.Array(Scheme) },
      },
    },
    (req) => req.workspace.schemes.list(req.actor, req.query.scope ?? '', toPage(req.query)),
  )

  app.post(
    '/api/v4/schemes',
    { schema: { body: NewScheme, response: { 201: Scheme } } },
    async (req, reply) => {
      reply.code(201)
      return req.workspace.schemes.create(req.actor, req.body)
    },
  )

  app.get(
    '/api/v4/schemes/:scheme_id',
    { config: { csrfExempt: true }, schema: { params: ofScheme, response: { 200: Scheme } } },
    (req) => req.workspace.schemes.get(req.actor, req.params.scheme_id),
  )

  app.put(
    '/api/v4/schemes/:scheme_id/patch',
    { schema: { params: ofScheme, body: SchemePatch, response: { 200: Scheme } } },
    (req) => req.workspace.schemes.patch(req.actor, req.params.scheme_id, req.body),
  )

  app.delete(
    '/api/v4/schemes/:scheme_id',
    { schema: { params: ofScheme, response: { 200: StatusOk } } },
    async (req) => {
      await req.workspace.schemes.remove(req.actor, req.params.scheme_id)
      return statusOk
    },
  )
}
