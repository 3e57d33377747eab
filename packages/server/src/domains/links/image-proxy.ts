import { createHmac } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ConfigService } from '#domains/config/service.ts'
import { AppError } from '#platform/app-error.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import { isPicture } from './visit.ts'

export type ImageProxy = ReturnType<typeof makeImageProxy>

type Deps = { config: ConfigService; outgoing: Outgoing }

/** Where a picture is to be had: here, or at another address. */
type Picture = { type: string; body: Readable } | { redirectTo: string }

const timeoutMs = 30_000
const maxBytes = 50 * 1024 * 1024

/** Fetches pictures in the readers' place, so that nobody else learns who reads. */
export function makeImageProxy({ config, outgoing }: Deps) {
  /** The picture at an address. Throws 400 for what isn't one. */
  async function open(url: string): Promise<Picture> {
    if (!/^https?:\/\//i.test(url)) throw noPicture()
    if (!config.bool('ImageProxySettings.Enable')) return { redirectTo: url }
    if (config.string('ImageProxySettings.ImageProxyType') === 'atmos/camo') {
      return { redirectTo: camoAddress(url) }
    }
    const answer = await outgoing
      .stream(url, { headers: { accept: 'image/*' }, timeoutMs, maxBytes })
      .catch(() => {
        throw noPicture()
      })
    const type = answer.headers['content-type'] ?? ''
    if (answer.status === 200 && isPicture(type)) return { type, body: bounded(answer.body) }
    answer.body.destroy()
    throw noPicture()
  }

  /** As the proxies of that name expect it: signed, then the address in hex. */
  function camoAddress(url: string): string {
    const key = config.string('ImageProxySettings.RemoteImageProxyOptions')
    const base = config.string('ImageProxySettings.RemoteImageProxyURL').replace(/\/+$/, '')
    const signature = createHmac('sha1', key).update(url).digest('hex')
    return `${base}/${signature}/${Buffer.from(url).toString('hex')}`
  }

  /** Where an address leads to; '' where it leads nowhere else. */
  async function redirectLocation(url: string): Promise<string> {
    if (!config.bool('ServiceSettings.EnableLinkPreviews')) return ''
    const answer = await outgoing
      .fetch(url, { method: 'HEAD', timeoutMs: 10_000, maxBytes: 65_536, maxRedirects: 0 })
      .catch(() => undefined)
    return answer?.headers.location ?? ''
  }

  /** The picture's address as readers are told it. */
  function proxied(url: string): string {
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    const isForeign = /^https?:\/\//i.test(url) && !(site && url.startsWith(`${site}/`))
    if (!config.bool('ImageProxySettings.Enable') || !isForeign) return url
    return `${site}${path}${encodeURIComponent(url)}`
  }

  /** The address that a picture really has. */
  function unproxied(url: string): string {
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    if (!url.startsWith(site + path)) return url
    return URL.parse(url, 'http://site')?.searchParams.get('url') ?? url
  }

  return {
    open,
    redirectLocation,
    proxied,
    unproxied,
    get isOn(): boolean {
      return config.bool('ImageProxySettings.Enable')
    },
  }
}

const path = '/api/v4/image?url='

function bounded(body: Readable): Readable {
  let size = 0
  body.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBytes) body.destroy(new Error('the picture is too large'))
  })
  body.pause()
  return body
}

function noPicture(): AppError {
  return new AppError('api.image.get.app_error', 400)
}
