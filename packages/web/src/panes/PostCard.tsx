import { CornerUpLeft, MessageSquareReply } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { useEntities } from '#web/entities/store.ts'
import { FileList } from '#web/files/FileList.tsx'
import { PictureSizes } from '#web/pictures/Picture.tsx'
import { Markdown } from '#web/posts/Markdown.tsx'
import { AuthorPicture, AuthorTag, useAuthorName } from '#web/posts/PostAuthor.tsx'
import { isSystemPost } from '#web/posts/rows.ts'
import { Link, useRoute } from '#web/router/router.tsx'
import { isPlaceRoute, type Route } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useOpenThread } from '#web/threads/open-thread.ts'
import { IconButton } from '#web/ui/Button.tsx'
import styles from './PostCard.module.css'
import { usePaneText } from './texts/pane-text.tsx'
import { isNarrow } from './use-pane.ts'

type PostCardProps = {
  postId: string
  /** What else can be done with it here. */
  actions?: ReactNode
}

/** A message away from its channel: who wrote it, where and when, and the way to its place. */
export function PostCard({ postId, actions }: PostCardProps) {
  const text = usePaneText()
  const intl = useIntl()
  const post = useEntities((now) => now.posts.get(postId))
  const name = useAuthorName(post)
  const title = useChannelTitle(post?.channel_id ?? '')
  const hasThreads = useEntities(isCollapsed)
  const openThread = useOpenThread()
  const to = useJump(postId)
  if (!post || post.delete_at > 0) return null
  const at = intl.formatDate(post.create_at, { dateStyle: 'medium', timeStyle: 'short' })

  return (
    <article className={styles.card} aria-label={text('panes.post', { name, channel: title, at })}>
      <p className={styles.place}>
        <span className={styles.channel}>{title}</span>
        {post.root_id && <span className={styles.thread}>{text('panes.in-thread')}</span>}
      </p>
      <div className={styles.post}>
        <AuthorPicture post={post} />
        <div className={styles.main}>
          <p className={styles.byline}>
            <span className={styles.name}>{name}</span>
            <AuthorTag post={post} />
            <time className={styles.time} dateTime={new Date(post.create_at).toISOString()}>
              {at}
            </time>
          </p>
          <div className={styles.text} data-marked>
            {post.message !== '' && (
              <PictureSizes sizes={post.metadata.images}>
                <Markdown>{post.message}</Markdown>
              </PictureSizes>
            )}
          </div>
          {post.metadata.files && <FileList files={post.metadata.files} />}
        </div>
      </div>
      <div className={styles.actions}>
        {actions}
        {hasThreads && !isSystemPost(post) && (
          <IconButton
            size="small"
            label={text('posts.reply')}
            onClick={() => openThread(post.root_id || post.id)}
          >
            <MessageSquareReply size={16} aria-hidden />
          </IconButton>
        )}
        <Link className={styles.jump} to={to}>
          <CornerUpLeft className={styles.sign} size={14} aria-hidden />
          {text('panes.jump')}
        </Link>
      </div>
    </article>
  )
}

/** The message in its place. Where there is room, the pane stays beside it. */
export function useJump(postId: string): Route {
  const team = useCurrentTeam()
  const route = useRoute()
  const pane = isPlaceRoute(route) && !isNarrow() ? route.pane : undefined
  return { page: 'permalink', team: team.name, postId, ...(pane && { pane }) }
}
