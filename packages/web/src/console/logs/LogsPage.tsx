import type { LogLine } from '@redoubt/wire/system.ts'
import { useQuery } from '@tanstack/react-query'
import { Download, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { consoleClient } from '#web/console/console-client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect, SearchField } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Page } from '#web/console/ui/Page.tsx'
import { withBase } from '#web/router/base.ts'
import { Button } from '#web/ui/Button.tsx'
import styles from './LogsPage.module.css'

const EVERY_MS = 2_000
/** Enough to read; the download has them all. */
const SHOWN = 500

/** What each choice of a level lets through. */
const levels = {
  all: [],
  info: ['info', 'warn', 'error'],
  warn: ['warn', 'error'],
  error: ['error'],
} as const
type Level = keyof typeof levels

const tones: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'plain'>> = {
  error: 'bad',
  warn: 'warn',
}

/** The last lines of the log, as they are written. */
export function LogsPage() {
  const text = useConsoleText()
  const [level, setLevel] = useState<Level>('all')
  const [term, setTerm] = useState('')
  const [isLive, setLive] = useState(true)
  const lines = useQuery({
    queryKey: ['console', 'logs', level],
    queryFn: async () => {
      const byNode = await consoleClient.queryLogs(levels[level])
      return Object.values(byNode).flat().reverse()
    },
    placeholderData: (before) => before,
    refetchInterval: isLive ? EVERY_MS : false,
    staleTime: 0,
  })
  const wanted = term.trim().toLocaleLowerCase()

  return (
    <Page
      title={text('page.logs')}
      lead={text('lead.logs')}
      actions={
        <>
          <Button aria-pressed={isLive} onClick={() => setLive(!isLive)}>
            {isLive ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
            {text(isLive ? 'logs.pause' : 'logs.follow')}
          </Button>
          <a className={styles.download} href={withBase('/api/v4/logs/download')} download>
            <Download size={16} aria-hidden />
            {text('logs.download')}
          </a>
        </>
      }
    >
      <Card>
        <Filters>
          <SearchField label={text('logs.search')} value={term} onChange={setTerm} />
          <LabelledSelect
            label={text('logs.level')}
            value={level}
            options={[
              { value: 'all', label: text('logs.level.all') },
              { value: 'info', label: text('logs.level.info') },
              { value: 'warn', label: text('logs.level.warn') },
              { value: 'error', label: text('logs.level.error') },
            ]}
            onChange={(value) => setLevel(value as Level)}
          />
        </Filters>
        <Answer query={lines}>
          {(found) => <Lines lines={found.filter((line) => textOf(line).includes(wanted))} />}
        </Answer>
      </Card>
    </Page>
  )
}

function Lines({ lines }: { lines: readonly LogLine[] }) {
  const text = useConsoleText()
  if (lines.length === 0) return <p className={styles.none}>{text('logs.none')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className={styles.frame} tabIndex={0} aria-label={text('page.logs')}>
      <ol className={styles.lines}>
        {lines.slice(0, SHOWN).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing that tells them apart.
          <li key={index} className={styles.line} data-level={line.level}>
            <time className={styles.time}>{line.timestamp}</time>
            <Badge tone={tones[line.level] ?? 'plain'}>{line.level}</Badge>
            <span className={styles.message}>{line.msg}</span>
            <span className={styles.details}>{detailsOf(line)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The further fields of a line, as `name=value`. */
function detailsOf({ timestamp, level, msg, caller, ...rest }: LogLine): string {
  const fields: Record<string, unknown> = { ...(caller && { caller }), ...rest }
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ')
}

function textOf(line: LogLine): string {
  return Object.values(line).join(' ').toLocaleLowerCase()
}
