import type { CustomEmoji } from '@mattermost/types/emojis'
import type { Entities } from './entities.ts'

/** Adds emoji that people have made. */
export function withEmojis(now: Entities, added: readonly CustomEmoji[]): Entities {
  const news = added.filter((emoji) => now.emojis.get(emoji.name)?.id !== emoji.id)
  if (news.length === 0) return now
  return {
    ...now,
    emojis: new Map([...now.emojis, ...news.map((one) => [one.name, one] as const)]),
  }
}
