import { useEffect, useState } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '#web/i18n/i18n.tsx'
import { agoOf } from './ago.ts'

const MINUTE_MS = 60_000

/** How long ago something was, in words that stay true while they are read. */
export function useAgo(time: number): string {
  const intl = useIntl()
  const text = useText()
  const [now, setNow] = useState(Date.now)

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])

  // What came since the last look is no older than that.
  const ago = agoOf(Math.max(0, now - time))
  return ago ? intl.formatRelativeTime(-ago.count, ago.unit) : text('threads.now')
}
