import { useEffect, useMemo } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { badgeOf, markedTitle } from './badge.ts'
import { drawIcon } from './tab-icon.ts'

/** Shows in the tab's title and icon, and on the app's icon, that something waits. */
export function Badge() {
  const members = useEntities((now) => now.members)
  const channels = useEntities((now) => now.channels)
  const config = useEntities((now) => now.config)
  const preferences = useEntities((now) => now.preferences)
  const threads = useEntities((now) => now.threads)
  const { mentions, isUnread } = useMemo(
    () => badgeOf({ members, channels, config, preferences, threads }),
    [members, channels, config, preferences, threads],
  )

  useEffect(() => {
    const mark = () => {
      const marked = markedTitle(document.title, { mentions, isUnread })
      if (marked !== document.title) document.title = marked
    }
    mark()
    // Each page sets a title of its own, which needs the mark again.
    const observer = new MutationObserver(mark)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [mentions, isUnread])

  const state = mentions > 0 ? 'mentioned' : isUnread ? 'unread' : 'read'
  useEffect(() => drawIcon(state), [state])
  useEffect(() => {
    // Installed apps only; elsewhere it is not there or does nothing.
    void navigator.setAppBadge?.(mentions).catch(() => {})
  }, [mentions])
  return null
}
