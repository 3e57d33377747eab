import type { OpenGraph } from '@redoubt/wire/links.ts'
import { Parser } from 'htmlparser2'

const maxRunes = 300
const maxImages = 5
const cut = '[...]'

/** Reads a page's OpenGraph tags, with its title and description in their place where they lack. */
export function readOpenGraph(html: string, pageUrl: string): OpenGraph | undefined {
  const { tags, title, description } = readHead(html)
  const first = (name: string) => tags.find((tag) => tag.name === name)?.content ?? ''
  const found: OpenGraph = {
    type: first('og:type'),
    url: absolute(first('og:url'), pageUrl) || pageUrl,
    title: shortened(first('og:title') || title),
    description: shortened(first('og:description') || description),
    determiner: first('og:determiner'),
    site_name: shortened(first('og:site_name')),
    locale: first('og:locale'),
    locales_alternate: null,
    images: readImages(tags, pageUrl),
    audios: null,
    videos: null,
  }
  return found.title || found.images ? found : undefined
}

type Tag = { name: string; content: string }

function readHead(html: string): { tags: Tag[]; title: string; description: string } {
  const tags: Tag[] = []
  let title = ''
  let description = ''
  let isInTitle = false
  const parser = new Parser({
    onopentag(element, { property, name, content = '' }) {
      isInTitle = element === 'title' && title === ''
      if (element !== 'meta') return
      const tag = (property ?? name ?? '').toLowerCase()
      if (tag.startsWith('og:')) tags.push({ name: tag, content })
      if (tag === 'description') description = content
    },
    ontext(text) {
      if (isInTitle) title += text
    },
    onclosetag(element) {
      if (element === 'title') isInTitle = false
    },
  })
  parser.end(html)
  return { tags, title: title.trim(), description: description.trim() }
}

/** Each `og:image` begins a picture; `og:image:…` after it say more of that one. */
function readImages(tags: Tag[], pageUrl: string): OpenGraph['images'] {
  const images: NonNullable<OpenGraph['images']> = []
  for (const { name, content } of tags) {
    if (name === 'og:image' || (name === 'og:image:url' && images.length === 0)) {
      if (images.length === maxImages) break
      const url = absolute(content, pageUrl)
      images.push({ url, secure_url: '', type: '', width: 0, height: 0 })
    }
    const image = images.at(-1)
    if (!image) continue
    if (name === 'og:image:secure_url') image.secure_url = absolute(content, pageUrl)
    if (name === 'og:image:type') image.type = content
    if (name === 'og:image:width') image.width = toPixels(content)
    if (name === 'og:image:height') image.height = toPixels(content)
  }
  const real = images.filter((image) => image.url)
  return real.length > 0 ? real : null
}

function toPixels(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0
}

function absolute(address: string, base: string): string {
  const url = address ? URL.parse(address, base) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : ''
}

function shortened(text: string): string {
  const runes = [...text]
  return runes.length > maxRunes ? runes.slice(0, maxRunes).join('') + cut : text
}
