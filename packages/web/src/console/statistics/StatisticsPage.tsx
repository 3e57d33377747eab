import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect } from '#web/console/ui/Controls.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { Chart } from './Chart.tsx'
import { toDays } from './days.ts'
import styles from './StatisticsPage.module.css'

/** The totals that are shown, in their order. */
const totals = [
  'unique_user_count',
  'inactive_user_count',
  'daily_active_users',
  'monthly_active_users',
  'team_count',
  'channel_open_count',
  'channel_private_count',
  'post_count',
  'total_file_count',
  'total_file_size',
  'file_post_count',
  'hashtag_post_count',
  'incoming_webhook_count',
  'outgoing_webhook_count',
  'command_count',
  'session_count',
  'total_websocket_connections',
] as const

const plots = ['post_counts_day', 'user_counts_with_posts_day', 'bot_post_counts_day'] as const

/** How much the workspace, or a team, is used. */
export function StatisticsPage() {
  const text = useConsoleText()
  const teams = useMyTeams()
  const [teamId, setTeamId] = useState('')
  return (
    <Page title={text('page.statistics')} lead={text('lead.statistics')}>
      <Filters>
        <LabelledSelect
          label={text('users.team')}
          value={teamId}
          options={[
            { value: '', label: text('statistics.all-teams') },
            ...teams.map((team) => ({ value: team.id, label: team.display_name })),
          ]}
          onChange={setTeamId}
        />
      </Filters>
      <Totals teamId={teamId} />
      {plots.map((name) => (
        <Plot key={name} name={name} teamId={teamId} />
      ))}
    </Page>
  )
}

function Totals({ teamId }: { teamId: string }) {
  const text = useConsoleText()
  const intl = useIntl()
  const counts = useQuery({
    queryKey: ['console', 'totals', teamId],
    queryFn: async () => {
      const [standard, extra] = await Promise.all([
        client.getAnalytics('standard', teamId),
        client.getAnalytics('extra_counts', teamId),
      ])
      return new Map([...standard, ...extra].map((row) => [row.name, row.value]))
    },
    staleTime: 0,
  })
  return (
    <Answer query={counts}>
      {(found) => (
        <dl className={styles.totals} aria-label={text('statistics.totals')}>
          {totals
            .filter((name) => found.has(name))
            .map((name) => {
              const value = found.get(name) ?? 0
              return (
                <div key={name} className={styles.total}>
                  <dt>{text(`total.${name}`)}</dt>
                  <dd>
                    {name === 'total_file_size'
                      ? intl.formatNumber(value / 1024 ** 2, {
                          style: 'unit',
                          unit: 'megabyte',
                          maximumFractionDigits: 1,
                        })
                      : intl.formatNumber(value)}
                  </dd>
                </div>
              )
            })}
        </dl>
      )}
    </Answer>
  )
}

function Plot({ name, teamId }: { name: (typeof plots)[number]; teamId: string }) {
  const text = useConsoleText()
  const rows = useQuery({
    queryKey: ['console', 'plot', name, teamId],
    queryFn: () => client.getAnalytics(name, teamId),
    staleTime: 0,
  })
  const days = useMemo(() => rows.data && toDays(rows.data, Date.now()), [rows.data])
  return (
    <Card title={text(`plot.${name}`)} lead={text('statistics.days')}>
      <Answer query={rows}>
        {() => days && <Chart label={text(`plot.${name}`)} days={days} />}
      </Answer>
    </Card>
  )
}
