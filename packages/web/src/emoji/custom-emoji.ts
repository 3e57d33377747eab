import { client } from '#web/api/client.ts'
import { withEmojis } from '#web/entities/emojis.ts'
import { readEntities, update } from '#web/entities/store.ts'

/** Long enough for all reactions of a page to name their emoji. */
const GATHER_MS = 30
/** As many as the server tells in one answer. */
const MAX = 200

const asked = new Set<string>()
let waiting: string[] = []

/** Asks the server what an emoji is: many in one call, and each name once. */
export function requestCustomEmoji(name: string): void {
  if (asked.has(name) || readEntities().config.EnableCustomEmoji !== 'true') return
  asked.add(name)
  if (waiting.length === 0) setTimeout(() => void fetchWaiting(), GATHER_MS)
  waiting.push(name)
}

async function fetchWaiting(): Promise<void> {
  const names = waiting.slice(0, MAX)
  waiting = []
  try {
    update(withEmojis, await client.getCustomEmojisByNames(names))
  } catch {
    // Whoever shows one of them next asks again.
    for (const name of names) asked.delete(name)
  }
}
