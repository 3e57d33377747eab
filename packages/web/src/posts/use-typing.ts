import { useRef } from 'react'
import { isLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useEntities } from '#web/entities/store.ts'
import { useSession } from '#web/session/session.tsx'

const TYPING_INTERVAL_MS = 5_000

/** Tells the others that one types, as often as the server wants to hear it. */
export function useTyping(channelId: string, rootId: string) {
  const { realtime } = useSession()
  const config = useEntities((now) => now.config)
  const lastAt = useRef(0)

  function say() {
    if (config.EnableUserTypingMessages === 'false' || isLowBandwidth()) return
    const interval = Number(config.TimeBetweenUserTypingUpdatesMilliseconds) || TYPING_INTERVAL_MS
    if (Date.now() - lastAt.current < interval) return
    lastAt.current = Date.now()
    realtime.sendTyping(channelId, rootId)
  }

  /** A message ends the typing for those who see it, so the next word has to be told at once. */
  function end() {
    lastAt.current = 0
  }

  return { say, end }
}
