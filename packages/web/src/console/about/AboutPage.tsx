import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer, Outcome } from '#web/console/ui/Answer.tsx'
import formStyles from '#web/console/ui/Form.module.css'
import { Card, Fact, Facts, Page } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { useEntities } from '#web/entities/store.ts'
import { withBase } from '#web/router/base.ts'
import { Link } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

/** Which version runs, what it may, and what one can take home from it. */
export function AboutPage() {
  const text = useConsoleText()
  const config = useEntities((now) => now.config)
  const licence = useQuery({
    queryKey: ['console', 'licence'],
    queryFn: () => client.getClientLicenseOld(),
  })
  return (
    <Page title={text('page.about')} lead={text('lead.about')}>
      <Card title={text('about.version')}>
        <Facts>
          <Fact name={text('about.product')}>{config.SiteName}</Fact>
          <Fact name={text('about.wire')}>{config.Version}</Fact>
          <Fact name={text('about.build')}>{config.BuildNumber}</Fact>
          <Fact name={text('about.schema')}>{config.SchemaVersion}</Fact>
          <Fact name={text('about.database')}>{config.SQLDriverName ?? 'postgres'}</Fact>
          <Fact name={text('about.diagnostic')}>
            <code>{config.DiagnosticId}</code>
          </Fact>
        </Facts>
      </Card>
      <Card title={text('about.licence')} lead={text('about.licence-lead')}>
        <Answer query={licence} lines={1}>
          {(found) => (
            <Facts>
              <Fact name={text('about.licence')}>{found.SkuShortName || 'Apache-2.0'}</Fact>
              <Fact name={text('about.limits')}>{text('about.no-limits')}</Fact>
            </Facts>
          )}
        </Answer>
      </Card>
      <DataCard />
      <CareCard />
    </Page>
  )
}

/** What can be taken home. */
function DataCard() {
  const text = useConsoleText()
  const mayExport = useMayInConsole('manage_system')
  if (!mayExport) return null
  return (
    <Card title={text('about.data')} lead={text('about.data-lead')}>
      <ul>
        <li>
          <Link to={{ page: 'console', path: 'reporting/jobs' }}>{text('about.export-all')}</Link>
        </li>
        <li>
          <Link to={{ page: 'console', path: 'user_management/users' }}>
            {text('about.export-users')}
          </Link>
        </li>
        <li>
          <a href={withBase('/api/v4/logs/download')} download>
            {text('about.export-logs')}
          </a>
        </li>
        <li>
          <a href={withBase('/api/v4/system/support_packet')} download>
            {text('about.support-packet')}
          </a>
        </li>
      </ul>
    </Card>
  )
}

/** What helps when the server seems to remember something old. */
function CareCard() {
  const text = useConsoleText()
  const mayCare = useMayInConsole('reload_config')
  const reloaded = useAction(() => client.reloadConfig(), { done: text('about.reloaded') })
  const emptied = useAction(() => client.invalidateCaches(), { done: text('about.emptied') })
  const recycled = useAction(() => client.recycleDatabase(), { done: text('about.recycled') })
  if (!mayCare) return null
  return (
    <Card title={text('about.care')} lead={text('about.care-lead')}>
      <div className={formStyles.buttons}>
        <Button isBusy={reloaded.isBusy} onClick={() => reloaded.run()}>
          {text('about.reload')}
        </Button>
        <Button isBusy={emptied.isBusy} onClick={() => emptied.run()}>
          {text('about.empty')}
        </Button>
        <Button isBusy={recycled.isBusy} onClick={() => recycled.run()}>
          {text('about.recycle')}
        </Button>
      </div>
      <ProblemLine>{reloaded.problem || emptied.problem || recycled.problem}</ProblemLine>
      <Outcome>{reloaded.outcome || emptied.outcome || recycled.outcome}</Outcome>
    </Card>
  )
}
