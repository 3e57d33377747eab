import { readMarkdown } from '#platform/text/markdown.ts'

/** The addresses of a post that something is to be told of. */
export type Links = {
  /** What is previewed, unless attachments say more. */
  first: string | undefined
  /** The post that `first` leads to, if it is one of this workspace. */
  permalinkTo: string | undefined
  /** Pictures that the post shows. */
  images: string[]
}

type Linking = { message: string; props: Record<string, unknown> }

const maxImages = 10
const attachmentPictures = ['image_url', 'thumb_url', 'author_icon', 'footer_icon']

/** The links of a post. `siteUrl` tells which lead to posts of this workspace. */
export function linksIn({ message, props }: Linking, siteUrl: string): Links {
  const attachments = Array.isArray(props.attachments) ? props.attachments : []
  const pictures = attachments.flatMap(picturesOf)
  // Most messages hold no address: those need not be read.
  const read = message.includes('://') ? readMarkdown(message) : undefined
  const first = props.unsafe_links === 'true' ? undefined : read?.firstLink
  const images = [...(read?.images ?? []), ...pictures].filter((url) => /^https?:/.test(url))
  return {
    first,
    permalinkTo: first === undefined ? undefined : permalinkTarget(first, siteUrl),
    images: [...new Set(images)].slice(0, maxImages),
  }
}

function picturesOf(attachment: unknown): string[] {
  if (typeof attachment !== 'object' || attachment === null) return []
  const fields = new Map(Object.entries(attachment))
  return attachmentPictures.flatMap((name) => {
    const url = fields.get(name)
    return typeof url === 'string' && url ? [url] : []
  })
}

/** The id at the end of `<site>/<team>/pl/<post>`. */
function permalinkTarget(link: string, siteUrl: string): string | undefined {
  const site = siteUrl.replace(/\/$/, '')
  if (site === '' || !link.startsWith(`${site}/`)) return undefined
  return /^\/(?:_redirect|[a-z0-9-]+)\/pl\/([a-z0-9]{26})\/?$/.exec(link.slice(site.length))?.[1]
}
