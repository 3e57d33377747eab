import { lazy, Suspense, useEffect, useMemo } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { redirect } from '#web/router/router.tsx'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { ConsoleShell } from './ConsoleShell.tsx'
import { selectMayInConsole } from './console-access.ts'
import { type ConsolePage, findPage, isSettingsId, pagesFor } from './pages.ts'
import { ConsoleLanguage, useConsoleText } from './texts/console-text.tsx'

const ConfigPage = lazy(async () => ({
  default: (await import('./config/ConfigPage.tsx')).ConfigPage,
}))
const UsersPages = lazy(async () => ({
  default: (await import('./users/UsersPages.tsx')).UsersPages,
}))
const TeamsPages = lazy(async () => ({
  default: (await import('./teams/TeamsPages.tsx')).TeamsPages,
}))
const ChannelsPages = lazy(async () => ({
  default: (await import('./channels/ChannelsPages.tsx')).ChannelsPages,
}))
const SystemRolesPages = lazy(async () => ({
  default: (await import('./roles/SystemRolesPages.tsx')).SystemRolesPages,
}))
const PermissionsPages = lazy(async () => ({
  default: (await import('./roles/PermissionsPages.tsx')).PermissionsPages,
}))
const StatisticsPage = lazy(async () => ({
  default: (await import('./statistics/StatisticsPage.tsx')).StatisticsPage,
}))
const ChecksPage = lazy(async () => ({
  default: (await import('./checks/ChecksPage.tsx')).ChecksPage,
}))
const JobsPage = lazy(async () => ({ default: (await import('./jobs/JobsPage.tsx')).JobsPage }))
const LogsPage = lazy(async () => ({ default: (await import('./logs/LogsPage.tsx')).LogsPage }))
const AuditsPage = lazy(async () => ({
  default: (await import('./audits/AuditsPage.tsx')).AuditsPage,
}))
const AboutPage = lazy(async () => ({ default: (await import('./about/AboutPage.tsx')).AboutPage }))

type ConsolePagesProps = { path: string; setting: string | undefined }

/** The System Console. What somebody may not see isn't shown; the server decides in any case. */
export function ConsolePages(props: ConsolePagesProps) {
  return (
    <ConsoleLanguage>
      <Console {...props} />
    </ConsoleLanguage>
  )
}

function Console({ path, setting }: ConsolePagesProps) {
  const text = useConsoleText()
  const may = useEntities(selectMayInConsole)
  const pages = useMemo(() => pagesFor((permission) => may.has(permission)), [may])
  const [first] = pages
  const page = findPage(path)
  useEffect(() => {
    if (path === '' && first) redirect({ page: 'console', path: first.path })
  }, [path, first])

  if (!first) {
    return (
      <Problem
        title={text('refused.title')}
        detail={text('refused.detail')}
        onRetry={() => redirect({ page: 'home' })}
      />
    )
  }
  if (path === '') return null
  return (
    <ConsoleShell pages={pages} current={page}>
      <ErrorBoundary key={path}>
        <Suspense fallback={<Skeleton lines={6} />}>
          {page && pages.includes(page) ? (
            <Page page={page} rest={path.slice(page.path.length + 1)} setting={setting} />
          ) : (
            <Problem
              title={text('no-page.title')}
              detail={text('no-page.detail')}
              onRetry={() => redirect({ page: 'console', path: '' })}
            />
          )}
        </Suspense>
      </ErrorBoundary>
    </ConsoleShell>
  )
}

type PageProps = {
  page: ConsolePage
  /** What follows the path of the page, such as the id of a user. */
  rest: string
  setting: string | undefined
}

function Page({ page, rest, setting }: PageProps) {
  if (isSettingsId(page.id)) return <ConfigPage key={page.id} id={page.id} setting={setting} />
  switch (page.id) {
    case 'users':
      return <UsersPages id={rest} />
    case 'teams':
      return <TeamsPages id={rest} />
    case 'channels':
      return <ChannelsPages id={rest} />
    case 'system_roles':
      return <SystemRolesPages id={rest} />
    case 'permissions':
      return <PermissionsPages id={rest} />
    case 'statistics':
      return <StatisticsPage />
    case 'checks':
      return <ChecksPage />
    case 'jobs':
      return <JobsPage />
    case 'logs':
      return <LogsPage />
    case 'audits':
      return <AuditsPage />
    case 'about':
      return <AboutPage />
  }
}
