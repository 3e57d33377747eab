import type { Channel } from '@mattermost/types/channels'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './Dialogs.module.css'

const PER_PAGE = 60

/** The public channels of the team, to join or to open. */
export function BrowseChannelsDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const [term, setTerm] = useState('')
  const settled = useDeferredValue(term.trim())

  const found = useInfiniteQuery({
    queryKey: ['channels', 'public', team.id, settled],
    queryFn: ({ pageParam }) => findChannels(team.id, settled, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      settled === '' && last.length === PER_PAGE ? pages.length : undefined,
    placeholderData: (before) => before,
  })
  const channels = found.data?.pages.flat() ?? []

  return (
    <Dialog title={text('channels.browse')} onClose={onClose}>
      <Field
        label={text('channels.search')}
        type="search"
        value={term}
        onChange={setTerm}
        autoComplete="off"
        autoFocus
      />
      <div className={styles.results}>
        {found.isPending && <Skeleton lines={4} />}
        {found.isError && (
          <Problem title={text('problem.load')} onRetry={() => void found.refetch()} />
        )}
        {found.isSuccess && channels.length === 0 && (
          <p className={styles.none}>{text('channels.none')}</p>
        )}
        <ul className={styles.list} aria-label={text('channels.results')}>
          {channels.map((channel) => (
            <Entry key={channel.id} channel={channel} onDone={onClose} />
          ))}
        </ul>
        {found.hasNextPage && (
          <div className={styles.more}>
            <Button isBusy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {text('more')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function Entry({ channel, onDone }: { channel: Channel; onDone: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const myId = useEntities((now) => now.myId)
  const isMember = useEntities((now) => now.members.has(channel.id))
  const join = useMutation({
    mutationFn: () => client.addToChannel(myId, channel.id),
    onSuccess: async () => {
      await realtime.refreshChannel(channel.id)
      open()
    },
  })

  function open() {
    onDone()
    navigate({ page: 'channel', team: team.name, channel: channel.name })
  }

  return (
    <li className={styles.entry}>
      <Hash size={16} aria-hidden />
      <span className={styles.entryText}>
        {channel.display_name}
        {channel.purpose && <small className={styles.note}>{channel.purpose}</small>}
        <ProblemLine>
          {join.isError ? reasonOf(join.error) || text('problem.unreachable') : ''}
        </ProblemLine>
      </span>
      {isMember ? (
        <Button
          aria-label={text('channels.open-name', { channel: channel.display_name })}
          onClick={open}
        >
          {text('open')}
        </Button>
      ) : (
        <Button
          look="primary"
          aria-label={text('channels.join-name', { channel: channel.display_name })}
          isBusy={join.isPending}
          onClick={() => join.mutate()}
        >
          {text('join')}
        </Button>
      )}
    </li>
  )
}

async function findChannels(teamId: string, term: string, page: number): Promise<Channel[]> {
  if (term === '') return client.getChannels(teamId, page, PER_PAGE)
  const found = await client.searchChannels(teamId, term)
  return found.filter((channel) => channel.type === 'O' && channel.delete_at === 0)
}
