import type { Draft } from '@mattermost/types/drafts'
import { Paperclip } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { orElse } from '#web/api/errors.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { withPosts } from '#web/entities/posts.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { excerptOf } from '#web/posts/excerpt.ts'
import { Markdown } from '#web/posts/Markdown.tsx'
import { Link } from '#web/router/router.tsx'
import { ChannelSign } from '#web/sidebar/ChannelRow.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import styles from './DraftsPage.module.css'

type KeptMessageProps = {
  kept: Pick<Draft, 'channel_id' | 'root_id' | 'message' | 'file_ids' | 'metadata'>
  /** When it was written, or will be sent. */
  when: ReactNode
  state?: 'plain' | 'failed'
  problem?: string
  actions: ReactNode
}

/** A message that is not sent yet: where it goes, what it says, and what can be done with it. */
export function KeptMessage({ kept, when, state = 'plain', problem, actions }: KeptMessageProps) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const title = useChannelTitle(kept.channel_id)
  const channel = useEntities((now) => now.channels.get(kept.channel_id))
  const users = useEntities((now) => now.users)
  const myId = useEntities((now) => now.myId)
  const root = useRoot(kept.root_id)
  if (!channel) return null
  const place = routeOfChannel(channel, team.name, { users, myId })
  const files = kept.file_ids?.length ?? 0

  return (
    <li className={styles.entry} data-state={state}>
      <div className={styles.head}>
        <ChannelSign channel={channel} />
        <Link
          className={styles.place}
          to={kept.root_id ? { ...place, thread: kept.root_id } : place}
        >
          {kept.root_id ? text('drafts.in-thread', { channel: title }) : title}
        </Link>
        <span className={styles.when}>{when}</span>
      </div>
      {root && <p className={styles.root}>{excerptOf(root.message)}</p>}
      <div className={styles.message}>
        <Markdown>{kept.message}</Markdown>
      </div>
      {files > 0 && (
        <p className={styles.files}>
          <Paperclip size={14} aria-hidden />
          {kept.metadata?.files?.map(({ name }) => name).join(', ') ||
            text('drafts.files', { count: files })}
        </p>
      )}
      {problem && <p className={styles.problem}>{problem}</p>}
      <div className={styles.actions}>{actions}</div>
    </li>
  )
}

/** The message that is answered to. */
function useRoot(rootId: string) {
  const root = useEntities((now) => now.posts.get(rootId))
  const isWanted = rootId !== '' && !root
  useEffect(() => {
    if (!isWanted) return
    orElse(client.getPost(rootId), undefined).then(
      (post) => post && update(withPosts, [post]),
      () => {},
    )
  }, [isWanted, rootId])
  return root
}
