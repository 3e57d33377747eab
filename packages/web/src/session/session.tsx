import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { client } from '#web/api/client.ts'
import { isLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { type OpenDrafts, openDrafts } from '#web/drafts/open-drafts.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { withStatuses, withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { type FileStore, makeFileStore } from '#web/offline/file-store.ts'
import { openKeeper } from '#web/offline/keeper.ts'
import { openOfflineDb } from '#web/offline/offline-db.ts'
import { type OpenOutbox, openOutbox } from '#web/posts/open-outbox.ts'
import { openRealtime, type Realtime } from '#web/realtime/realtime.ts'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { makeStatusPoller, type StatusPoller } from '#web/users/status-poller.ts'
import { makeUserLoader } from '#web/users/user-loader.ts'
import { sessionUserId } from './cookies.ts'

/** What lives as long as somebody is logged in. */
export type Session = {
  outbox: OpenOutbox
  /** Files that aren't part of a post yet. */
  files: FileStore
  drafts: OpenDrafts
  realtime: Realtime
  users: ReturnType<typeof makeUserLoader>
  /** The same for users of whom only the name is known. */
  usernames: ReturnType<typeof makeUserLoader>
  statuses: StatusPoller
}

const SessionContext = createContext<Session | undefined>(undefined)

/** The present session, for components below `SessionProvider`. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('This component belongs below a SessionProvider.')
  return session
}

function openSession(): Session & { close: () => void } {
  const userId = sessionUserId()
  const opening = openOfflineDb(userId)
  const files = makeFileStore(opening)
  const outbox = openOutbox({ userId, opening, files })
  const keeper = openKeeper(opening)
  const drafts = openDrafts(userId)
  const realtime = openRealtime({
    onSynced: () => {
      outbox.flush()
      drafts.flush()
    },
  })
  const users = makeUserLoader({
    fetchByIds: client.getProfilesByIds,
    onFetched: (fetched) => update(withUsers, fetched),
  })
  const usernames = makeUserLoader({
    fetchByIds: client.getProfilesByUsernames,
    onFetched: (fetched) => update(withUsers, fetched),
  })
  const statuses = makeStatusPoller({
    fetchByIds: client.getStatusesByIds,
    onFetched: (fetched) => update(withStatuses, fetched),
    isOffered: () => readEntities().config.EnableUserStatuses !== 'false',
    isVisible: () => document.visibilityState === 'visible',
    isLowBandwidth,
  })
  window.addEventListener('focus', statuses.refresh)
  return {
    outbox,
    files,
    drafts,
    realtime,
    users,
    usernames,
    statuses,
    close: () => {
      window.removeEventListener('focus', statuses.refresh)
      statuses.close()
      realtime.close()
      drafts.close()
      outbox.close()
      keeper.close()
      void opening.then((db) => db?.close())
    },
  }
}

/** Opens the session and shows its pages once all that they build on is loaded. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>()
  const isLoaded = useEntities((now) => now.myId !== '')

  useEffect(() => {
    const opened = openSession()
    setSession(opened)
    return opened.close
  }, [])

  if (!session || !isLoaded) return <Loading />
  return <SessionContext value={session}>{children}</SessionContext>
}

function Loading() {
  const text = useText()
  const isAway = useEntities((now) => now.connection.state === 'offline')
  if (!isAway) return <Skeleton lines={6} />
  return (
    <Problem
      title={text('problem.unreachable')}
      detail={text('problem.keeps-trying')}
      onRetry={() => window.location.reload()}
    />
  )
}
