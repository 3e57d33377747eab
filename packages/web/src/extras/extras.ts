import type { Post } from '@mattermost/types/posts'
import { outsidersOf } from './outsiders.ts'

const EMBEDS: ReadonlySet<string> = new Set(['opengraph', 'image', 'permalink'])

/** Whether a message shows more than its text and its files: most don't, and need no code for it. */
export function hasExtras({ props, metadata, type }: Post): boolean {
  return (
    (Array.isArray(props.attachments) && props.attachments.length > 0) ||
    (metadata.embeds ?? []).some((embed) => EMBEDS.has(embed.type)) ||
    Boolean(metadata.priority?.requested_ack) ||
    type === 'burn_on_read' ||
    outsidersOf({ props }).length > 0
  )
}
