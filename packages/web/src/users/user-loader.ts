import type { UserProfile } from '@mattermost/types/users'

const BATCH = 100
/** Long enough for all posts of a page to name their authors. */
const GATHER_MS = 20

type UserLoaderDeps = {
  fetchByIds: (ids: string[]) => Promise<UserProfile[]>
  onFetched: (users: UserProfile[]) => void
}

/** Fetches users as they are first shown: many in one call, and each id once. */
export function makeUserLoader({ fetchByIds, onFetched }: UserLoaderDeps) {
  const asked = new Set<string>()
  let waiting: string[] = []

  async function fetchWaiting(): Promise<void> {
    const ids = waiting
    waiting = []
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH)
      try {
        onFetched(await fetchByIds(batch))
      } catch {
        // Whoever shows one of them next asks again.
        for (const id of batch) asked.delete(id)
      }
    }
  }

  return {
    request: (id: string): void => {
      if (id === '' || asked.has(id)) return
      asked.add(id)
      if (waiting.length === 0) setTimeout(() => void fetchWaiting(), GATHER_MS)
      waiting.push(id)
    },
  }
}
