import { useEffect, useState } from 'react'
import { readEntities, useEntities } from '#web/entities/store.ts'
import { unreadOf } from '#web/entities/unread.ts'

/**
 * The time after which messages are new to the reader. It stays as the channel is read, moves on
 * when the reader looks away, and back when a message is marked as unread.
 */
export function useNewSince(channelId: string): number {
  const lastViewedAt = useEntities((now) => now.members.get(channelId)?.last_viewed_at ?? 0)
  const [line, setLine] = useState(() => ({ since: firstSince(channelId), seenAt: lastViewedAt }))

  if (lastViewedAt !== line.seenAt) {
    const isMarked = lastViewedAt < line.seenAt
    setLine({ since: isMarked ? lastViewedAt : line.since, seenAt: lastViewedAt })
  }

  useEffect(() => {
    const lookAway = () => {
      const lastPostAt = readEntities().channels.get(channelId)?.last_post_at ?? Infinity
      setLine((before) => ({ ...before, since: lastPostAt }))
    }
    window.addEventListener('blur', lookAway)
    return () => window.removeEventListener('blur', lookAway)
  }, [channelId])

  return line.since
}

/** A channel that was never looked at has nothing that is older. */
function firstSince(channelId: string): number {
  const now = readEntities()
  const member = now.members.get(channelId)
  const unread = unreadOf(now, channelId)
  return unread.messages + unread.mentions > 0 ? member?.last_viewed_at || Infinity : Infinity
}
