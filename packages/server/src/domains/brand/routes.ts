import { StatusOk, statusOk } from '@redoubt/wire/base.ts'
import type { App } from '#platform/http/app.ts'
import { readForm, withForms } from '#platform/http/form.ts'

const path = '/api/v4/brand/image'

export async function brandRoutes(app: App): Promise<void> {
  app.get(
    path,
    { compress: false, config: { auth: 'none', csrfExempt: true } },
    async (req, reply) => reply.type('image/png').send(await req.workspace.brand.get()),
  )

  app.delete(path, { schema: { response: { 200: StatusOk } } }, async (req) => {
    await req.workspace.brand.remove(req.actor)
    return statusOk
  })

  await withForms(app, (scope) => {
    scope.post(path, { schema: { response: { 201: StatusOk } } }, async (req, reply) => {
      await req.workspace.brand.set(req.actor, (limits) => readForm(req, limits))
      reply.code(201)
      return statusOk
    })
  })
}
