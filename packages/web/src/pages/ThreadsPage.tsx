import { CheckCheck, MessagesSquare } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { selectUnreadThreads, withThreadsRead } from '#web/entities/threads.ts'
import { Empty } from '#web/panes/Empty.tsx'
import { Results } from '#web/panes/Results.tsx'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { navigate } from '#web/router/router.tsx'
import type { ListRoute } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { say } from '#web/ui/toasts.ts'
import { useMyId } from '#web/users/use-user.ts'
import { ListThread } from './ListThread.tsx'
import { PageFrame } from './PageFrame.tsx'
import { Choices } from './Tabs.tsx'
import { ThreadEntry } from './ThreadEntry.tsx'
import styles from './ThreadsPage.module.css'
import { useThreadList } from './use-thread-list.ts'

type ThreadsPageProps = { route: ListRoute; leading: ReactNode }

/** The threads that one follows, the latest reply first, and beside them the one that is read. */
export function ThreadsPage({ route, leading }: ThreadsPageProps) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const [shown, setShown] = useState<'all' | 'unread'>('all')
  const unread = useEntities(selectUnreadThreads(team.id))
  const { asked, ids } = useThreadList(shown === 'unread', route.thread)
  const markAllRead = useMarkAllRead()
  const open = (rootId: string) => navigate({ ...route, thread: rootId })

  return (
    <>
      <div className={styles.list} data-state={route.thread ? 'beside' : 'alone'}>
        <PageFrame
          title={text('threads.mine')}
          leading={leading}
          tools={
            <IconButton
              label={text('threads.mark-all')}
              disabled={unread === 0}
              onClick={markAllRead}
            >
              <CheckCheck size={18} aria-hidden />
            </IconButton>
          }
          above={
            <Choices
              label={text('threads.filter')}
              choices={[
                { id: 'all', label: text('threads.all') },
                {
                  id: 'unread',
                  label:
                    unread > 0
                      ? text('threads.unread-count', { count: unread })
                      : text('threads.unread'),
                },
              ]}
              chosen={shown}
              onChoose={setShown}
            />
          }
        >
          <Results
            asked={asked}
            count={ids.length}
            empty={
              <Empty
                icon={MessagesSquare}
                title={text(shown === 'unread' ? 'threads.all-read' : 'threads.no-threads')}
                detail={text('threads.none')}
              />
            }
          >
            <ul className={styles.entries} aria-label={text('threads.mine')}>
              {ids.map((id) => (
                <ThreadEntry
                  key={id}
                  rootId={id}
                  isCurrent={id === route.thread}
                  onOpen={() => open(id)}
                />
              ))}
            </ul>
          </Results>
        </PageFrame>
      </div>
      {route.thread ? (
        <ListThread key={route.thread} route={route} rootId={route.thread} />
      ) : (
        <div className={styles.none}>
          <Empty
            icon={MessagesSquare}
            title={text('threads.choose')}
            detail={text('threads.choose-detail')}
          />
        </div>
      )}
    </>
  )
}

function useMarkAllRead(): () => void {
  const text = usePaneText()
  const team = useCurrentTeam()
  const myId = useMyId()
  return () => {
    client.updateThreadsReadForUser(myId, team.id).then(
      () => update(withThreadsRead, { teamId: team.id, channelId: '' }),
      (error: unknown) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
    )
  }
}
