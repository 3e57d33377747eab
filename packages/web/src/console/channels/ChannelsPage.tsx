import type { ChannelWithTeamData } from '@mattermost/types/channels'
import { useQuery } from '@tanstack/react-query'
import { Hash, Lock } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect, SearchField } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Page } from '#web/console/ui/Page.tsx'
import { Pager, Table } from '#web/console/ui/Table.tsx'
import { Link } from '#web/router/router.tsx'
import styles from './ChannelsPage.module.css'

const PER_PAGE = 50

type Kind = 'all' | 'public' | 'private' | 'archived'

/** Every channel of every team. */
export function ChannelsPage() {
  const text = useConsoleText()
  const [term, setTerm] = useState('')
  const [kind, setKind] = useState<Kind>('all')
  const [page, setPage] = useState(0)
  const settled = useDeferredValue(term.trim())
  const channels = useQuery({
    queryKey: ['console', 'channels', settled, kind, page],
    queryFn: () =>
      client.searchAllChannels(settled, { ...optionsOf(kind), page, per_page: PER_PAGE }),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  return (
    <Page title={text('page.channels')} lead={text('lead.channels')}>
      <Card>
        <Filters>
          <SearchField
            label={text('channels.search')}
            value={term}
            onChange={(value) => {
              setTerm(value)
              setPage(0)
            }}
          />
          <LabelledSelect
            label={text('channels.kind')}
            value={kind}
            options={[
              { value: 'all', label: text('any') },
              { value: 'public', label: text('channels.public') },
              { value: 'private', label: text('channels.private') },
              { value: 'archived', label: text('archived') },
            ]}
            onChange={(value) => {
              setKind(value as Kind)
              setPage(0)
            }}
          />
        </Filters>
        <Answer query={channels}>
          {({ channels: found, total_count }) => (
            <>
              <ChannelTable channels={found} />
              <Pager
                onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                onNext={(page + 1) * PER_PAGE < total_count ? () => setPage(page + 1) : undefined}
              >
                {text('pager.of', {
                  from: Math.min(total_count, page * PER_PAGE + 1),
                  to: page * PER_PAGE + found.length,
                  total: total_count,
                })}
              </Pager>
            </>
          )}
        </Answer>
      </Card>
    </Page>
  )
}

function ChannelTable({ channels }: { channels: readonly ChannelWithTeamData[] }) {
  const text = useConsoleText()
  return (
    <Table
      label={text('page.channels')}
      none={text('channels.none')}
      rows={channels}
      keyOf={(channel) => channel.id}
      columns={[
        {
          name: text('channels.name'),
          show: (channel) => (
            <span className={styles.channel}>
              <KindIcon type={channel.type} />
              <Link to={{ page: 'console', path: `user_management/channels/${channel.id}` }}>
                {channel.display_name}
              </Link>
            </span>
          ),
        },
        { name: text('users.team'), show: (channel) => channel.team_display_name },
        {
          name: text('channels.kind'),
          show: ({ type, delete_at }) =>
            delete_at > 0 ? (
              <Badge tone="warn">{text('archived')}</Badge>
            ) : (
              <Badge>{text(type === 'P' ? 'channels.private' : 'channels.public')}</Badge>
            ),
        },
      ]}
    />
  )
}

function KindIcon({ type }: { type: string }) {
  const Icon = type === 'P' ? Lock : Hash
  return <Icon size={16} aria-hidden className={styles.icon} />
}

function optionsOf(kind: Kind) {
  if (kind === 'archived') return { deleted: true, include_deleted: true }
  if (kind === 'public') return { public: true }
  if (kind === 'private') return { private: true }
  return { include_deleted: true }
}
