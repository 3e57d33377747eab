import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { Info, Link2, MailOpen, MessageSquareReply, Pencil, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { reactionsOf } from '#web/entities/reactions.ts'
import { useEntities } from '#web/entities/store.ts'
import { FileList } from '#web/files/FileList.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { ReactionBar } from '#web/reactions/ReactionBar.tsx'
import { useReact } from '#web/reactions/use-react.ts'
import { hrefOf } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useOpenThread } from '#web/threads/open-thread.ts'
import { ThreadSummary } from '#web/threads/ThreadSummary.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { ProfileButton } from '#web/users/ProfileButton.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import { DeletePostDialog } from './DeletePostDialog.tsx'
import { EditPost } from './EditPost.tsx'
import { Markdown } from './Markdown.tsx'
import styles from './PostItem.module.css'
import { isSystemPost } from './rows.ts'
import { systemTextOf } from './system-text.ts'

type PostItemProps = {
  postId: string
  place: 'channel' | 'thread'
  /** Whether the name of the author stands above. */
  isFirst: boolean
  /** Whether a link led here. */
  isFocused: boolean
  isEditing: boolean
  onEdit: (postId: string | undefined) => void
}

export const PostItem = memo(function PostItem(props: PostItemProps) {
  const { postId, place, isFirst, isFocused, isEditing, onEdit } = props
  const intl = useIntl()
  const post = useEntities((now) => now.posts.get(postId))
  const name = useUserName(post?.user_id ?? '')
  // Most messages are only read: the actions come with the first sign of interest, and stay.
  const [hasActions, setHasActions] = useState(false)
  if (!post) return null
  if (isSystemPost(post)) return <SystemItem post={post} />
  const time = intl.formatTime(post.create_at)

  return (
    <article
      className={styles.post}
      data-place={isFirst ? 'first' : 'following'}
      data-state={isFocused ? 'focused' : 'plain'}
      aria-label={`${name}, ${time}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: with the focus come the actions.
      tabIndex={0}
      onPointerEnter={() => setHasActions(true)}
      onFocus={() => setHasActions(true)}
    >
      {isFirst ? (
        <Avatar userId={post.user_id} />
      ) : (
        <time className={styles.gutter} dateTime={new Date(post.create_at).toISOString()}>
          {time}
        </time>
      )}
      <div className={styles.main}>
        {isFirst && <Byline userId={post.user_id} name={name} createAt={post.create_at} />}
        {isEditing ? (
          <EditPost post={post} onDone={() => onEdit(undefined)} />
        ) : (
          <PostText post={post} />
        )}
        {reactionsOf(post).length > 0 && <ReactionBar post={post} />}
        {place === 'channel' && post.reply_count > 0 && post.root_id === '' && (
          <ThreadSummary root={post} />
        )}
      </div>
      {hasActions && !isEditing && <PostToolbar post={post} place={place} onEdit={onEdit} />}
    </article>
  )
})

type BylineProps = { userId: string; name: string; createAt: number }

/** Who wrote, and when. */
export function Byline({ userId, name, createAt }: BylineProps) {
  const intl = useIntl()
  return (
    <div className={styles.byline}>
      <ProfileButton userId={userId} className={styles.author}>
        {name}
      </ProfileButton>
      <time
        className={styles.time}
        dateTime={new Date(createAt).toISOString()}
        title={intl.formatDate(createAt, { dateStyle: 'full', timeStyle: 'short' })}
      >
        {intl.formatTime(createAt)}
      </time>
    </div>
  )
}

function PostText({ post }: { post: Post }) {
  const text = useText()
  return (
    <>
      {post.message !== '' && <Markdown>{post.message}</Markdown>}
      {post.metadata.files && <FileList files={post.metadata.files} />}
      {post.edit_at > 0 && <span className={styles.edited}>{text('posts.edited')}</span>}
    </>
  )
}

function SystemItem({ post }: { post: Post }) {
  const text = useText()
  const intl = useIntl()
  const words = systemTextOf(post)
  return (
    <article className={styles.system} tabIndex={-1} aria-label={text('posts.system')}>
      <Info className={styles.systemIcon} size={16} aria-hidden />
      <span>{words ? text(words.id, words.values) : post.message}</span>
      <time className={styles.time} dateTime={new Date(post.create_at).toISOString()}>
        {intl.formatTime(post.create_at)}
      </time>
    </article>
  )
}

type PostToolbarProps = { post: Post } & Pick<PostItemProps, 'place' | 'onEdit'>

function PostToolbar({ post, place, onEdit }: PostToolbarProps) {
  const text = useText()
  const openThread = useOpenThread()
  const react = useReact(post.id)
  const myId = useMyId()
  const team = useCurrentTeam()
  const [isDeleting, setIsDeleting] = useState(false)
  const markUnread = useMutation({ mutationFn: () => client.markPostAsUnread(myId, post.id) })
  const isMine = post.user_id === myId

  function handleCopyLink() {
    const path = hrefOf({ page: 'permalink', team: team.name, postId: post.id })
    void navigator.clipboard?.writeText(window.location.origin + path)
  }

  return (
    <div className={styles.toolbar} role="toolbar" aria-label={text('posts.actions')}>
      <EmojiPicker size="small" label={text('reactions.add')} onPick={react.mutate} />
      {place === 'channel' && (
        <IconButton
          size="small"
          label={text('posts.reply')}
          onClick={() => openThread(post.root_id || post.id)}
        >
          <MessageSquareReply size={16} aria-hidden />
        </IconButton>
      )}
      {isMine && (
        <>
          <IconButton size="small" label={text('posts.edit')} onClick={() => onEdit(post.id)}>
            <Pencil size={16} aria-hidden />
          </IconButton>
          <IconButton size="small" label={text('posts.delete')} onClick={() => setIsDeleting(true)}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton size="small" label={text('posts.copy-link')} onClick={handleCopyLink}>
        <Link2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={text('posts.mark-unread')}
        onClick={() => markUnread.mutate()}
      >
        <MailOpen size={16} aria-hidden />
      </IconButton>
      {isDeleting && <DeletePostDialog postId={post.id} onClose={() => setIsDeleting(false)} />}
    </div>
  )
}
