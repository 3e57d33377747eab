import { AddressQuery, RedirectLocation } from '@redoubt/wire/links.ts'
import type { App } from '#platform/http/app.ts'

export function linksRoutes(app: App) {
  app.get('/api/v4/image', { schema: { querystring: AddressQuery } }, async (req, reply) => {
    const picture = await req.workspace.imageProxy.open(req.query.url)
    if ('redirectTo' in picture) return reply.redirect(picture.redirectTo)
    return reply
      .headers({
        'Content-Type': picture.type,
        'Cache-Control': 'max-age=86400, private',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
      })
      .send(picture.body)
  })

  app.get(
    '/api/v4/redirect_location',
    { schema: { querystring: AddressQuery, response: { 200: RedirectLocation } } },
    async (req) => ({ location: await req.workspace.imageProxy.redirectLocation(req.query.url) }),
  )
}
