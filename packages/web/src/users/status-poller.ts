import type { UserStatus } from '@mattermost/types/users'

const EVERY_MS = 30_000
/** Long enough for all avatars of a page to appear. */
const GATHER_MS = 50
/** The same where bandwidth is scarce: what people do may be older, and many are asked for at once. */
const LOW_EVERY_MS = 300_000
const LOW_GATHER_MS = 3_000

type StatusPollerDeps = {
  fetchByIds: (ids: string[]) => Promise<UserStatus[]>
  onFetched: (statuses: UserStatus[]) => void
  /** Whether the server tells statuses at all. */
  isOffered: () => boolean
  /** Whether somebody looks at the page. */
  isVisible: () => boolean
  isLowBandwidth: () => boolean
}

export type StatusPoller = ReturnType<typeof makeStatusPoller>

/** Asks in one call what those do who are on the page: as they appear, and again after a while. */
export function makeStatusPoller(deps: StatusPollerDeps) {
  const watched = new Map<string, number>()
  const timer = setInterval(pollAll, EVERY_MS)
  let appeared: string[] = []
  let lastAt = Number.NEGATIVE_INFINITY

  async function poll(ids: string[]): Promise<void> {
    if (ids.length === 0 || !deps.isOffered() || !deps.isVisible()) return
    lastAt = Date.now()
    try {
      deps.onFetched(await deps.fetchByIds(ids))
    } catch {
      // What people do is nice to know; the next turn asks again.
    }
  }

  function pollAll(): void {
    if (deps.isLowBandwidth() && Date.now() - lastAt < LOW_EVERY_MS) return
    void poll([...watched.keys()])
  }

  function pollAppeared(): void {
    const ids = appeared.filter((id) => watched.has(id))
    appeared = []
    void poll(ids)
  }

  return {
    /** Returns how to stop watching. */
    watch: (id: string): (() => void) => {
      const count = watched.get(id) ?? 0
      watched.set(id, count + 1)
      if (count === 0) {
        const gatherMs = deps.isLowBandwidth() ? LOW_GATHER_MS : GATHER_MS
        if (appeared.length === 0) setTimeout(pollAppeared, gatherMs)
        appeared.push(id)
      }
      return () => {
        const left = (watched.get(id) ?? 1) - 1
        if (left > 0) watched.set(id, left)
        else watched.delete(id)
      }
    },
    /** The reader is back: what is older than a moment is asked for again. */
    refresh: (): void => {
      if (Date.now() - lastAt > GATHER_MS) pollAll()
    },
    close: (): void => clearInterval(timer),
  }
}
