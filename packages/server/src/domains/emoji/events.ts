import type { Emoji } from '@redoubt/wire/emoji.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Heard by all. */
export const emojiAdded = defineEvent<Emoji>('emoji_added', {
  audience: () => ({}),
  data: (emoji) => ({ emoji: JSON.stringify(emoji) }),
})
