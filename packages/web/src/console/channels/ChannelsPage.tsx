import { Hash, Lock } from 'lucide-react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { ListPage, type ListQuery } from '#web/console/ui/ListPage.tsx'
import { Badge } from '#web/console/ui/Page.tsx'
import { Link } from '#web/router/router.tsx'
import styles from './ChannelsPage.module.css'

type Kind = 'public' | 'private' | 'archived'

/** Every channel of every team. */
export function ChannelsPage() {
  const text = useConsoleText()
  return (
    <ListPage
      of="channels"
      kindLabel={text('channels.kind')}
      kinds={[
        { value: 'public', label: text('channels.public') },
        { value: 'private', label: text('channels.private') },
        { value: 'archived', label: text('archived') },
      ]}
      find={findChannels}
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

async function findChannels({ term, kind, ...page }: ListQuery<Kind>) {
  const found = await client.searchAllChannels(term, { ...optionsOf(kind), ...page })
  return { rows: found.channels, total: found.total_count }
}

function KindIcon({ type }: { type: string }) {
  const Icon = type === 'P' ? Lock : Hash
  return <Icon size={16} aria-hidden className={styles.icon} />
}

function optionsOf(kind: Kind | 'all') {
  if (kind === 'archived') return { deleted: true, include_deleted: true }
  if (kind === 'public') return { public: true }
  if (kind === 'private') return { private: true }
  return { include_deleted: true }
}
