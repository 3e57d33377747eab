import type { HTMLAttributes } from 'react'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { ChannelLink } from './ChannelLink.tsx'
import { Mention } from './Mention.tsx'

type InlineSpanProps = HTMLAttributes<HTMLSpanElement> & {
  'data-kind'?: string
  'data-name'?: string
  /** Where it came from, which is nothing for the page. */
  node?: unknown
}

/** Draws what `remark-inline.ts` found. */
export function InlineSpan({ children, node: _, ...props }: InlineSpanProps) {
  const name = props['data-name'] ?? ''
  switch (props['data-kind']) {
    case 'mention':
      return <Mention word={name} />
    case 'channel':
      return <ChannelLink name={name} />
    case 'emoji':
      return <EmojiChar name={name} />
    default:
      return <span {...props}>{children}</span>
  }
}
