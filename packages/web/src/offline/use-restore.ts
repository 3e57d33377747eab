import { useEffect, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { sessionUserId } from '#web/session/cookies.ts'
import { restoreKept } from './kept-store.ts'

/** A server that hasn't answered until then is slow enough to show what is there. */
const PATIENCE_MS = 3_000

/** Shows what was kept of the last visit when the server has failed to answer, or takes too long. */
export function useRestore(hasFailed: boolean): void {
  const isAway = useEntities((now) => now.connection.state === 'offline')
  const isLoaded = useEntities((now) => now.myId !== '')
  const [isLate, setIsLate] = useState(false)
  const isWanted = !isLoaded && (hasFailed || isAway || isLate)

  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])

  useEffect(() => {
    const userId = sessionUserId()
    if (isWanted && userId !== '') void restoreKept(userId)
  }, [isWanted])
}
