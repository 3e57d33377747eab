import type { Reaction } from '@redoubt/wire/reactions.ts'
import { isSystemEmojiName } from '@redoubt/wire/system-emoji.ts'
import type { PostRow } from './store.ts'

const emojiPattern = /:([a-zA-Z0-9+_-]{1,64}):/g

/** The names that a post shows as pictures and that only the workspace can know. */
export function findEmojiNames(
  { message, props }: Pick<PostRow, 'message' | 'props'>,
  reactions: readonly Pick<Reaction, 'emoji_name'>[],
): string[] {
  const names = new Set(reactions.map((reaction) => reaction.emoji_name))
  for (const name of namesIn(message)) names.add(name)
  if (props.attachments)
    for (const name of namesIn(JSON.stringify(props.attachments))) names.add(name)
  return [...names].filter((name) => !isSystemEmojiName(name))
}

function namesIn(text: string): string[] {
  // Two names may share the colon between them.
  return text.includes(':')
    ? [...text.replaceAll(':', '::').matchAll(emojiPattern)].map(([, name = '']) => name)
    : []
}
