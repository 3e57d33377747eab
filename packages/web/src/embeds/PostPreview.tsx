import type { PostPreviewMetadata } from '@mattermost/types/posts'
import { Paperclip } from 'lucide-react'
import { useIntl } from 'react-intl'
import { useText } from '#web/i18n/i18n.tsx'
import { PictureSizes } from '#web/pictures/Picture.tsx'
import { Markdown } from '#web/posts/Markdown.tsx'
import { Link } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './Embed.module.css'

/** Another message, as it is quoted by its address. */
export function PostPreview({ preview }: { preview: PostPreviewMetadata }) {
  const text = useText()
  const intl = useIntl()
  const team = useCurrentTeam()
  const { post } = preview
  const name = useUserName(post?.user_id ?? '')
  if (!post) return null
  const files = post.file_ids?.length ?? 0
  return (
    <blockquote className={styles.quote}>
      <p className={styles.byline}>
        <Avatar userId={post.user_id} size="small" />
        <strong>{name}</strong>
        <span className={styles.quiet}>
          {intl.formatDate(post.create_at, { dateStyle: 'medium', timeStyle: 'short' })}
        </span>
      </p>
      <div className={styles.clamped}>
        <PictureSizes sizes={post.metadata?.images}>
          <Markdown>{post.message}</Markdown>
        </PictureSizes>
      </div>
      {files > 0 && (
        <p className={styles.quiet}>
          <Paperclip size={13} aria-hidden /> {text('previews.files', { count: files })}
        </p>
      )}
      <p className={styles.quiet}>
        {preview.channel_display_name &&
          `${text('previews.in', { channel: preview.channel_display_name })} · `}
        <Link
          to={{ page: 'permalink', team: preview.team_name || team.name, postId: preview.post_id }}
        >
          {text('previews.open')}
        </Link>
      </p>
    </blockquote>
  )
}
