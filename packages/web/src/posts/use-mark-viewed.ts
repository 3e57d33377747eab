import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { withChannelsViewed } from '#web/entities/unread.ts'

/** A channel that one only passes by is not looked at; and the messages are shown first. */
const LOOK_MS = 100

/** Tells the server that a channel is looked at: when it opens, and as it grows or gains focus. */
export function useMarkViewed(channelId: string): void {
  const isMember = useEntities((now) => now.members.has(channelId))
  const lastPostAt = useEntities((now) => now.channels.get(channelId)?.last_post_at ?? 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer post is to be seen as well.
  useEffect(() => {
    if (!isMember) return
    const look = () => {
      if (document.hasFocus()) void view(channelId)
    }
    const timer = setTimeout(look, LOOK_MS)
    window.addEventListener('focus', look)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focus', look)
    }
  }, [channelId, isMember, lastPostAt])

  useEffect(() => {
    const lookAway = () => void view('')
    window.addEventListener('blur', lookAway)
    return () => window.removeEventListener('blur', lookAway)
  }, [])
}

/**
 * Other tabs and this one hear of it by an event, which comes in its turn among the others. The
 * answer counts only where no event will come.
 */
async function view(channelId: string): Promise<void> {
  try {
    const { last_viewed_at_times } = await client.viewMyChannel(channelId)
    const { connection, config } = readEntities()
    const isHeard = connection.state === 'online' && config.EnableChannelViewedMessages !== 'false'
    if (!isHeard) update(withChannelsViewed, last_viewed_at_times)
  } catch {
    // What is seen now is told with the next look.
  }
}
