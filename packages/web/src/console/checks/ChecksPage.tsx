import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleHelp, CircleX, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { settings } from '#web/console/config/settings.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { consolePages } from '#web/console/pages.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { readEntities } from '#web/entities/store.ts'
import { Link } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import styles from './ChecksPage.module.css'
import { type Finding, runChecks, testMail } from './run-checks.ts'

const icons = {
  ok: CircleCheck,
  warning: CircleAlert,
  failure: CircleX,
  unknown: CircleHelp,
} as const

/** Whether the server has what it needs. */
export function ChecksPage() {
  const text = useConsoleText()
  const mayMail = useMayInConsole('test_email')
  const [mail, setMail] = useState<Finding>()
  const checks = useQuery({
    queryKey: ['console', 'checks'],
    queryFn: () => runChecks(readEntities().connection.state === 'online'),
    staleTime: 0,
  })
  const mailed = useAction(async () => setMail(await testMail()))

  return (
    <Page
      title={text('page.checks')}
      lead={text('lead.checks')}
      actions={
        <>
          {mayMail && (
            <Button isBusy={mailed.isBusy} onClick={() => mailed.run()}>
              {text('checks.mail')}
            </Button>
          )}
          <Button
            isBusy={checks.isFetching}
            onClick={() => {
              setMail(undefined)
              void checks.refetch()
            }}
          >
            <RotateCw size={16} aria-hidden />
            {text('checks.again')}
          </Button>
        </>
      }
    >
      <Card>
        <Answer query={checks} lines={8}>
          {(found) => (
            <Findings
              findings={found.map((one) => (mail && one.check === mail.check ? mail : one))}
            />
          )}
        </Answer>
      </Card>
    </Page>
  )
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const text = useConsoleText()
  const worst = findings.filter(({ state }) => state === 'failure' || state === 'warning').length
  return (
    <>
      <p role="status">{text('checks.result', { count: worst })}</p>
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <FindingRow key={finding.check + (finding.setting ?? '')} finding={finding} />
        ))}
      </ul>
    </>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const text = useConsoleText()
  const Icon = icons[finding.state]
  return (
    <li className={styles.finding} data-state={finding.state}>
      <span className={styles.icon} role="img" aria-label={text(`checks.${finding.state}`)}>
        <Icon size={20} aria-hidden />
      </span>
      <div>
        <p className={styles.name}>{text(finding.check)}</p>
        <p className={styles.detail}>
          {text(finding.detail, finding.values)} {finding.reason}
        </p>
      </div>
      {finding.setting && finding.state !== 'ok' && <SettingLink name={finding.setting} />}
    </li>
  )
}

function SettingLink({ name }: { name: string }) {
  const text = useConsoleText()
  const setting = settings.find(({ key }) => key === name)
  const page = consolePages.find(({ id }) => id === setting?.page)
  if (!page) return null
  return (
    <Link className={styles.link} to={{ page: 'console', path: page.path, setting: name }}>
      {text('checks.to-setting')}
    </Link>
  )
}
