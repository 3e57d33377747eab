import { idParams, StatusOk, statusOk } from '@redoubt/wire/base.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '#platform/http/app.ts'
import { isUnchanged } from '#platform/http/etag.ts'
import { readForm, withForms } from '#platform/http/form.ts'
import type { FoundPicture, Picture } from './service.ts'

const ofUser = { params: idParams('user_id') }
const ofTeam = { params: idParams('team_id') }
const done = { response: { 200: StatusOk } }
/** As it is, to browsers that load it without our headers. */
const asImage = { compress: false, config: { csrfExempt: true } } as const

export async function picturesRoutes(app: App): Promise<void> {
  app.get('/api/v4/users/:user_id/image', { ...asImage, schema: ofUser }, async (req, reply) =>
    send(req, reply, await req.workspace.pictures.ofUser(req.actor, req.params.user_id)),
  )

  app.get(
    '/api/v4/users/:user_id/image/default',
    { ...asImage, schema: ofUser },
    async (req, reply) =>
      sendPng(reply, await req.workspace.pictures.defaultOfUser(req.actor, req.params.user_id)),
  )

  app.delete('/api/v4/users/:user_id/image', { schema: { ...ofUser, ...done } }, async (req) => {
    await req.workspace.pictures.removeOfUser(req.actor, req.params.user_id)
    return statusOk
  })

  app.get('/api/v4/teams/:team_id/image', { ...asImage, schema: ofTeam }, async (req, reply) =>
    send(req, reply, await req.workspace.pictures.ofTeam(req.actor, req.params.team_id)),
  )

  app.delete('/api/v4/teams/:team_id/image', { schema: { ...ofTeam, ...done } }, async (req) => {
    await req.workspace.pictures.removeOfTeam(req.actor, req.params.team_id)
    return statusOk
  })

  await withForms(app, uploadRoutes)
}

function uploadRoutes(scope: App): void {
  scope.post('/api/v4/users/:user_id/image', { schema: { ...ofUser, ...done } }, async (req) => {
    const { pictures } = req.workspace
    await pictures.setOfUser(req.actor, req.params.user_id, (limits) => readForm(req, limits))
    return statusOk
  })

  scope.post('/api/v4/teams/:team_id/image', { schema: { ...ofTeam, ...done } }, async (req) => {
    const { pictures } = req.workspace
    await pictures.setOfTeam(req.actor, req.params.team_id, (limits) => readForm(req, limits))
    return statusOk
  })
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  found: FoundPicture,
): Promise<FastifyReply> {
  return isUnchanged(request, reply, found.etag) ? reply : sendPng(reply, await found.load())
}

function sendPng(reply: FastifyReply, { png, maxAgeSeconds }: Picture): FastifyReply {
  return reply
    .header('Cache-Control', `max-age=${maxAgeSeconds}, private`)
    .type('image/png')
    .send(png)
}
