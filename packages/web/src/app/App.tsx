import { QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient, statusOf } from '#web/api/errors.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withConfig } from '#web/entities/users.ts'
import { Language, useText } from '#web/i18n/i18n.tsx'
import { useRestore } from '#web/offline/use-restore.ts'
import { withoutBase } from '#web/router/base.ts'
import { redirect, redirectToPath, useRoute } from '#web/router/router.tsx'
import { hrefOf } from '#web/router/routes.ts'
import { leaveSession, sessionUserId } from '#web/session/cookies.ts'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { chosenZoneOf, withClock } from '#web/users/time-zone.ts'
import styles from './App.module.css'

const LoginPage = lazy(async () => ({
  default: (await import('#web/session/LoginPage.tsx')).LoginPage,
}))
const SignupPage = lazy(async () => ({
  default: (await import('#web/session/SignupPage.tsx')).SignupPage,
}))
const EntrancePages = lazy(async () => ({
  default: (await import('#web/session/EntrancePages.tsx')).EntrancePages,
}))
const SessionPages = lazy(async () => ({
  default: (await import('./SessionPages.tsx')).SessionPages,
}))

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (statusOf(error) === 401 && sessionUserId() !== '') leaveSession()
    },
  }),
  defaultOptions: {
    // What the server tells by events needs no asking again.
    queries: {
      // What browsers say of the network isn't the server's: calls are made, and fail or not.
      networkMode: 'always',
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (count, error) => isTransient(error) && count < 3,
    },
    // Without a network a call is made and fails, so that the reader hears of it.
    mutations: { networkMode: 'always' },
  },
})

/** The whole app. */
export function App() {
  const me = useEntities((now) => now.users.get(now.myId))
  const clock = useEntities((now) => now.preferences.get('display_settings/use_military_time'))
  const locale = withClock(me?.locale || navigator.language, clock)
  return (
    <QueryClientProvider client={queries}>
      <Language locale={locale} timeZone={me && chosenZoneOf(me)}>
        <ErrorBoundary>
          <Configured>
            <Suspense fallback={<div className={styles.blank} />}>
              <Pages />
            </Suspense>
          </Configured>
        </ErrorBoundary>
      </Language>
    </QueryClientProvider>
  )
}

/** Shows its children once the server has said what it offers. */
function Configured({ children }: { children: ReactNode }) {
  const text = useText()
  const config = useQuery({ queryKey: ['config'], queryFn: () => client.getClientConfig() })
  const isKnown = useEntities((now) => now.config.Version !== undefined)
  const loaded = config.data
  useEffect(() => {
    if (loaded) update(withConfig, loaded)
  }, [loaded])
  useRestore(config.failureCount > 0)

  if (isKnown) return children
  if (!config.isError) return <div className={styles.blank} />
  return <Problem title={text('problem.unreachable')} onRetry={() => void config.refetch()} />
}

function Pages() {
  const route = useRoute()
  if (route.page === 'login') return <LoginPage />
  if (route.page === 'entrance') return <EntrancePages step={route.step} />
  if (sessionUserId() !== '') return <SessionPages route={route} />
  if (route.page === 'signup') return <SignupPage {...route} />
  return <ToEntrance />
}

/** Leads a visitor to the login, and the very first one to the sign-up. */
function ToEntrance() {
  const isFirst = useEntities((now) => now.config.NoAccounts === 'true')
  useEffect(() => {
    const here = window.location.pathname + window.location.search
    if (isFirst) redirect({ page: 'signup', inviteId: '' })
    else if (withoutBase(here) === '/') redirect({ page: 'login' })
    else redirectToPath(`${hrefOf({ page: 'login' })}?redirect_to=${encodeURIComponent(here)}`)
  }, [isFirst])
  return null
}
