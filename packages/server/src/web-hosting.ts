import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/app-error.ts'
import type { App } from '#platform/http/app.ts'
import { handleNotFound } from '#platform/http/errors.ts'
import { sendUnsupported, unsupportedOf } from './unsupported.ts'

const ownPaths = ['/robots.txt', '/sw.js']

/** Whether a request is for a file of the app, which is the same in every workspace. */
export function isStatic(request: FastifyRequest): boolean {
  return request.url.startsWith('/static/') || ownPaths.includes(request.url)
}

/** Files below /static/, and the app's page for every other address that isn't the API's. */
export async function serveWeb(app: App, folder: string): Promise<void> {
  const page = path.join(folder, 'index.html')
  // Folders aren't listed.
  app.addHook('onRequest', async ({ url }) => {
    if (/^\/static\/([^?]*\/)?(\?|$)/.test(url))
      throw new AppError('api.context.404.app_error', 404)
  })
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/static/',
      index: false,
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Only files below assets/ have their content in their names.
        const isHashed = path.relative(folder, file).startsWith('assets')
        reply.header('Cache-Control', isHashed ? 'max-age=31556926, public' : 'no-cache')
      },
    })
    // A service worker rules over the addresses below its own.
    app.get('/sw.js', { config: { auth: 'none' } }, (_request, reply) =>
      reply.header('Service-Worker-Allowed', '/').sendFile('sw.js'),
    )
  }
  app.get('/robots.txt', { config: { auth: 'none' } }, (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /\n'),
  )
  const html = existsSync(page) ? await readFile(page, 'utf8') : undefined
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !/^\/(api|static)\//.test(request.url)
    if (!isPage || html === undefined || request.headers['x-mobile-app'] !== undefined) {
      if (request.url.startsWith('/static/')) reply.header('Cache-Control', 'no-cache, public')
      return handleNotFound(request, reply)
    }
    const lacking = unsupportedOf(request)
    return lacking ? sendUnsupported(request, reply, lacking) : sendPage(request, reply, html)
  })
}

/** The app's page, under the workspace's own name and below its path. */
function sendPage(request: FastifyRequest, reply: FastifyReply, html: string) {
  const { config } = request.workspace
  const { mountPath } = config
  const script = `window.publicPath='${mountPath}/static/'`
  // At the root of a host the app finds its files without being told.
  const [told, allowed] = mountPath
    ? [`<script id="publicPathInWindowScript">${script}</script>`, ` 'sha256-${sha256(script)}'`]
    : ['', '']
  const name = escaped(config.string('TeamSettings.SiteName'))
  const description = escaped(config.string('TeamSettings.CustomDescriptionText'))
  const head = `<title>${name}</title>${
    description && `<meta property="og:description" content="${description}">`
  }${told}`
  const policy = `default-src 'self'; script-src 'self'${allowed}; ${furtherPolicy}`
  const ancestors = config.string('ServiceSettings.FrameAncestors')
  return reply
    .headers({
      'Cache-Control': 'no-cache, max-age=31556926, public',
      'X-Frame-Options': 'SAMEORIGIN',
      'Content-Security-Policy': `${policy}; frame-ancestors 'self' ${ancestors}`.trim(),
    })
    .type('text/html')
    .send(
      html
        .replaceAll('"/static/', `"${mountPath}/static/`)
        .replace(/<title>.*?<\/title>/s, () => head),
    )
}

const furtherPolicy = [
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob:",
  "frame-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ')

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? '&#39;',
  )
}
