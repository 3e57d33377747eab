import type { Post } from '@redoubt/wire/posts.ts'
import { readMarkdown } from '#platform/text/markdown.ts'
import type { ImageProxy } from './image-proxy.ts'

type Fields = Record<string, unknown>

const attachmentPictures = ['image_url', 'thumb_url', 'author_icon', 'footer_icon']
const graphPictures = ['url', 'secure_url']

/** Leads the pictures of posts through the proxy where it is on, and back where they are written. */
export function proxiedPosts(proxy: ImageProxy) {
  /** The post as readers are told it; `message_source` is what its author wrote. */
  function told(post: Post): Post {
    if (!proxy.isOn) return post
    const message = toldMessage(post.message)
    const { attachments } = post.props
    return {
      ...post,
      message,
      ...(message !== post.message && { message_source: post.message }),
      ...(Array.isArray(attachments) && {
        props: { ...post.props, attachments: attachments.map(toldAttachment) },
      }),
      metadata: toldMetadata(post.metadata),
    }
  }

  function toldMessage(text: string): string {
    if (!text.includes('://')) return text
    const pictures = new Set(readMarkdown(text).images)
    return [...pictures].reduce(
      (message, url) => message.replaceAll(`(${url}`, `(${proxy.proxied(url)}`),
      text,
    )
  }

  function toldAttachment(attachment: Fields): Fields {
    return withPictures(attachment, attachmentPictures)
  }

  function withPictures(fields: Fields, names: readonly string[]): Fields {
    const changed = names.flatMap((name) => {
      const url = fields[name]
      return typeof url === 'string' && url ? [[name, proxy.proxied(url)] as const] : []
    })
    return { ...fields, ...Object.fromEntries(changed) }
  }

  /** Sizes are found under both addresses: clients look them up by the one that they show. */
  function toldMetadata(metadata: Post['metadata']): Post['metadata'] {
    const images = Object.entries(metadata.images ?? {})
    return {
      ...metadata,
      ...(metadata.embeds && { embeds: metadata.embeds.map(toldEmbed) }),
      ...(images.length > 0 && {
        images: Object.fromEntries(
          images.flatMap(([url, size]) => [
            [url, size],
            [proxy.proxied(url), size],
          ]),
        ),
      }),
    }
  }

  function toldEmbed(embed: Fields): Fields {
    const { data } = embed
    if (embed.type !== 'opengraph' || typeof data !== 'object' || data === null) return embed
    const { images } = data as { images?: Fields[] | null }
    return {
      ...embed,
      data: { ...data, images: images?.map((image) => withPictures(image, graphPictures)) ?? null },
    }
  }

  /** What somebody wrote, where they copied what they were told. */
  function written(text: string): string {
    return text.replace(/[^\s()<>]+\/api\/v4\/image\?url=[^\s()<>]+/g, proxy.unproxied)
  }

  return { told, written }
}
