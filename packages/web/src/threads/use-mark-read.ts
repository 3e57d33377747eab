import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { orElse } from '#web/api/errors.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { selectIsFollowing, withThreadChanged } from '#web/entities/threads.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useMyId } from '#web/users/use-user.ts'

/** Tells the server that a followed thread is looked at: as it opens, grows or gains focus. */
export function useMarkRead(rootId: string): void {
  const myId = useMyId()
  const team = useCurrentTeam()
  const isFollowing = useEntities(selectIsFollowing(rootId))
  const unread = useEntities((now) => now.threads.get(rootId)?.unreadReplies ?? 0)

  useEffect(() => {
    if (!isFollowing || unread === 0) return
    const look = () => {
      if (document.hasFocus()) void markRead(myId, team.id, rootId)
    }
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [myId, team.id, rootId, isFollowing, unread])
}

async function markRead(userId: string, teamId: string, rootId: string): Promise<void> {
  try {
    const asked = client.updateThreadReadForUser(userId, teamId, rootId, Date.now())
    // Where the server doesn't keep threads, what was seen is seen on this page.
    if (await orElse(asked, undefined)) return
    update(withThreadChanged, rootId, { unreadReplies: 0, unreadMentions: 0 })
  } catch {
    // What is seen now is told with the next look.
  }
}
