import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient, reasonOf } from '#web/api/errors.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { readEntities, useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Conversation } from '#web/posts/Conversation.tsx'
import { navigate } from '#web/router/router.tsx'
import { type ChannelRoute, placeOf } from '#web/router/routes.ts'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { rememberPath } from '#web/teams/last-place.ts'
import { Button } from '#web/ui/Button.tsx'
import { ErrorBoundary } from '#web/ui/ErrorBoundary.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { ChannelHeader } from './ChannelHeader.tsx'
import styles from './ChannelPage.module.css'
import { ChannelTop } from './ChannelTop.tsx'
import { fetchChannelOf, selectChannelId } from './find-channel.ts'
import { routeOfChannel } from './route-of-channel.ts'
import { useChannelTitle } from './use-channel-title.ts'
import { useRightTeam } from './use-right-team.ts'

const PermalinkProblem = lazy(async () => ({
  default: (await import('#web/panes/PermalinkProblem.tsx')).PermalinkProblem,
}))

const ThreadPane = lazy(async () => ({
  default: (await import('#web/threads/ThreadPane.tsx')).ThreadPane,
}))

type ChannelPageProps = { route: ChannelRoute; leading: ReactNode }

/** A channel, found by what the address says. */
export function ChannelPage({ route, leading }: ChannelPageProps) {
  const text = useText()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const channelId = useEntities(selectChannelId(route, team.id))
  const channel = useEntities((now) => now.channels.get(channelId ?? ''))
  const isUnknown = channelId === undefined
  const search = useQuery({
    queryKey: ['channel', team.id, placeOf(route)],
    queryFn: () => fetchChannelOf(route, team.id, realtime.refreshChannel),
    enabled: isUnknown,
    retry: (count, error) => isTransient(error) && count < 2,
  })
  useRightTeam(channel, route)

  if (channel) return <Opened channel={channel} route={route} leading={leading} />
  return (
    <div className={styles.page}>
      <div className={styles.bar}>{leading}</div>
      {search.isError && route.page === 'permalink' && !isTransient(search.error) ? (
        <Suspense fallback={null}>
          <PermalinkProblem postId={route.postId} onRetry={() => void search.refetch()} />
        </Suspense>
      ) : search.isError ? (
        <Problem
          title={text(isTransient(search.error) ? 'problem.unreachable' : 'channels.not-found')}
          detail={text(
            isTransient(search.error) ? 'connection.not-kept' : 'channels.not-found-detail',
          )}
          onRetry={() => void search.refetch()}
        />
      ) : (
        <Skeleton lines={6} kind="post" />
      )}
    </div>
  )
}

type OpenedProps = { channel: ServerChannel; route: ChannelRoute; leading: ReactNode }

function Opened({ channel, route, leading }: OpenedProps) {
  const text = useText()
  const myId = useMyId()
  const team = useCurrentTeam()
  const title = useChannelTitle(channel.id)
  const isMember = useEntities((now) => now.members.has(channel.id))
  const isArchived = channel.delete_at > 0
  const path = placeOf(route)
  const isPlace = route.page !== 'permalink'
  const isWritable = isMember && !isArchived
  const { threadId, focusPostId, focusReplyId } = useFocus(route)

  function closeThread() {
    const { thread: _, pane: __, ...place } = route
    if (route.thread) navigate(place)
    else navigate(routeOfChannel(channel, team.name, readEntities()))
  }

  function backToPane() {
    const { thread: _, ...place } = route
    if (route.thread) navigate(place)
    else
      navigate({
        ...routeOfChannel(channel, team.name, readEntities()),
        ...(route.pane && { pane: route.pane }),
      })
  }

  useEffect(() => {
    document.title = `${title} · ${team.display_name}`
    if (isPlace) rememberPath(myId, team.name, path)
  }, [title, team, myId, path, isPlace])

  return (
    <>
      <div className={styles.page} data-state={threadId ? 'beside' : 'alone'}>
        <ChannelHeader channel={channel} isMember={isMember} leading={leading} />
        <ChannelTop key={channel.id} channel={channel} isWritable={isWritable} />
        <ErrorBoundary key={channel.id}>
          <Conversation
            key={path}
            channelId={channel.id}
            isWritable={isWritable}
            focusPostId={focusPostId}
          />
        </ErrorBoundary>
        {isArchived && <p className={styles.notice}>{text('channels.archived')}</p>}
        {!isArchived && !isMember && <JoinBar channel={channel} />}
      </div>
      {threadId && (
        <ErrorBoundary key={threadId}>
          <Suspense fallback={null}>
            <ThreadPane
              rootId={threadId}
              channelId={channel.id}
              isWritable={isWritable}
              focusPostId={focusReplyId}
              onBack={route.pane && backToPane}
              onClose={closeThread}
            />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  )
}

/** What an address leads to. Where threads are collapsed, a reply is shown in its thread. */
function useFocus(route: ChannelRoute) {
  const postId = route.page === 'permalink' ? route.postId : undefined
  const rootId = useEntities((now) =>
    isCollapsed(now) ? now.posts.get(postId ?? '')?.root_id || undefined : undefined,
  )
  return {
    threadId: route.thread ?? rootId,
    focusPostId: rootId ?? postId,
    focusReplyId: rootId ? postId : undefined,
  }
}

/** Stands in the place of the composer for those who only look in. */
function JoinBar({ channel }: { channel: ServerChannel }) {
  const text = useText()
  const myId = useMyId()
  const { realtime } = useSession()
  const join = useMutation({
    mutationFn: () => client.addToChannel(myId, channel.id),
    onSuccess: () => realtime.refreshChannel(channel.id),
  })
  return (
    <div className={styles.notice}>
      <span>{text('channels.looking-in')}</span>
      <Button look="primary" isBusy={join.isPending} onClick={() => join.mutate()}>
        {text('channels.join-name', { channel: channel.display_name })}
      </Button>
      <ProblemLine>
        {join.isError ? reasonOf(join.error) || text('problem.unreachable') : ''}
      </ProblemLine>
    </div>
  )
}
