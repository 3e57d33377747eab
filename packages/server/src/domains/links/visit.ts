import type { PostImage } from '@redoubt/wire/links.ts'
import sharp from 'sharp'
import type { Outgoing } from '#platform/net/outgoing.ts'
import { readOpenGraph } from './open-graph.ts'
import type { LinkMetadata } from './store.ts'

/** So much of a page holds its head; so much of a picture, its size. */
const maxHtmlBytes = 1024 * 1024
const maxImageBytes = 50 * 1024 * 1024

const nothing: LinkMetadata = { type: 'none', data: {} }

/** Asks an address what is there. Resolves also where nobody answers: to nothing. */
export async function visit(
  outgoing: Outgoing,
  url: string,
  timeoutMs: number,
): Promise<LinkMetadata> {
  try {
    const answer = await outgoing.stream(url, {
      headers: { accept: 'image/*, text/html;q=0.8', 'user-agent': 'Redoubt link preview' },
      timeoutMs,
      maxBytes: maxImageBytes,
    })
    const type = answer.headers['content-type'] ?? ''
    const isOk = answer.status >= 200 && answer.status < 300
    if (isOk && isPicture(type)) {
      const image = await measure(await readUpTo(answer.body, maxImageBytes))
      return image ? { type: 'image', data: image } : nothing
    }
    if (isOk && type.startsWith('text/html')) {
      const page = decode(await readUpTo(answer.body, maxHtmlBytes), type)
      const found = readOpenGraph(page, answer.url)
      return found ? { type: 'opengraph', data: found } : nothing
    }
    answer.body.destroy()
    return nothing
  } catch {
    return nothing
  }
}

/** Drawings may carry scripts, and TIFF isn't shown by browsers. */
export function isPicture(contentType: string): boolean {
  return /^image\/(?!svg|tiff)/.test(contentType)
}

/** As much of a body as there is, or as is wanted. */
async function readUpTo(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= maxBytes) break
  }
  return Buffer.concat(chunks)
}

async function measure(bytes: Buffer): Promise<PostImage | undefined> {
  try {
    const facts = await sharp(bytes, { limitInputPixels: false }).metadata()
    const { width, height } = facts.autoOrient
    const frames = facts.format === 'gif' ? (facts.pages ?? 1) : 0
    return { width, height, format: facts.format, frame_count: frames }
  } catch {
    return undefined
  }
}

function decode(bytes: Buffer, contentType: string): string {
  const named = /charset=["']?([\w-]+)/i.exec(contentType)?.[1]
  const inPage = /<meta[^>]+charset=["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2048))?.[1]
  try {
    return new TextDecoder(named ?? inPage ?? 'utf-8').decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}
