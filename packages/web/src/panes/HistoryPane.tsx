import type { Post } from '@mattermost/types/posts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { withPosts } from '#web/entities/posts.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { FileList } from '#web/files/FileList.tsx'
import { Markdown } from '#web/posts/Markdown.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Empty } from './Empty.tsx'
import styles from './HistoryPane.module.css'
import { PaneFrame } from './PaneFrame.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'

/** How a message read before it was edited; its author can bring an earlier text back. */
export function HistoryPane({ postId }: { postId: string }) {
  const text = usePaneText()
  const post = useEntities((now) => now.posts.get(postId))
  const isMine = useEntities((now) => now.posts.get(postId)?.user_id === now.myId)
  const asked = useQuery({
    // A further edit is a further version.
    queryKey: ['panes', 'history', postId, post?.edit_at],
    queryFn: () => client.getPostEditHistory(postId),
    retry: (count, error) => isTransient(error) && count < 2,
  })
  const versions = asked.data ?? []
  return (
    <PaneFrame title={text('history.title')}>
      {post && <Version post={post} at={post.edit_at || post.create_at} isCurrent />}
      <Results
        asked={asked}
        count={versions.length}
        empty={
          <Empty icon={History} title={text('history.none')} detail={text('history.none-detail')} />
        }
      >
        {versions.map((version) => (
          <Version
            key={version.id}
            post={version}
            at={version.edit_at || version.create_at}
            {...(isMine && { restores: postId })}
          />
        ))}
      </Results>
    </PaneFrame>
  )
}

type VersionProps = {
  post: Post
  at: number
  isCurrent?: boolean
  /** The message that it can be made the text of again. */
  restores?: string
}

function Version({ post, at, isCurrent = false, restores }: VersionProps) {
  const text = usePaneText()
  const intl = useIntl()
  const [isAsking, setIsAsking] = useState(false)
  const time = intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })
  const restore = useMutation({
    mutationFn: async (id: string) => {
      const { data } = await client.restorePostVersion(id, post.id, '')
      update(withPosts, [data])
    },
  })
  return (
    <article className={styles.version} aria-label={time}>
      <header className={styles.head}>
        <time className={styles.time} dateTime={new Date(at).toISOString()}>
          {time}
        </time>
        {isCurrent && <span className={styles.current}>{text('history.current')}</span>}
        {restores && (
          <span className={styles.action}>
            <Button look="quiet" isBusy={restore.isPending} onClick={() => setIsAsking(true)}>
              {text('history.restore')}
            </Button>
          </span>
        )}
      </header>
      {post.message !== '' && <Markdown>{post.message}</Markdown>}
      {post.metadata.files && <FileList files={post.metadata.files} />}
      {isAsking && restores && (
        <ConfirmDialog
          title={text('history.restore-title')}
          detail={text('history.restore-text')}
          action={text('history.restore')}
          run={() => restore.mutateAsync(restores)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </article>
  )
}
