import type { Clock } from '#platform/clock.ts'
import { Lru } from '#platform/lru.ts'

export type ActiveChannels = ReturnType<typeof activeChannels>

const remembered = 50_000
const freshMs = 20_000

/** Which channel each person looked at last; held in memory, and good for some seconds. */
export function activeChannels({ clock }: { clock: Clock }) {
  const looks = new Lru<{ channelId: string; at: number }>(remembered)
  return {
    /** The person looks at a channel now, or with '' at none. */
    note(userId: string, channelId: string): void {
      looks.set(userId, { channelId, at: clock() })
    },
    /** Whether they look at it and did something there a moment ago. */
    isLooking(userId: string, channelId: string, lastActivityAt: number): boolean {
      const look = looks.get(userId)
      if (look?.channelId !== channelId) return false
      return clock() - Math.max(look.at, lastActivityAt) <= freshMs
    },
  }
}
