import type { Post } from '@mattermost/types/posts'
import { Info, MessageSquareReply, Pencil } from 'lucide-react'
import { memo, useState } from 'react'
import { useIntl } from 'react-intl'
import { PostMenuButton } from '#web/actions/PostMenuButton.tsx'
import { selectMayEdit } from '#web/actions/post-rights.ts'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { reactionsOf } from '#web/entities/reactions.ts'
import { useEntities } from '#web/entities/store.ts'
import { Extras } from '#web/extras/Extras.tsx'
import { FileList } from '#web/files/FileList.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { EditedMark } from '#web/panes/EditedMark.tsx'
import { PictureSizes } from '#web/pictures/Picture.tsx'
import { ReactionBar } from '#web/reactions/ReactionBar.tsx'
import { useReact } from '#web/reactions/use-react.ts'
import { useOpenThread } from '#web/threads/open-thread.ts'
import { ThreadSummary } from '#web/threads/ThreadSummary.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { Byline } from './Byline.tsx'
import { EditPost } from './EditPost.tsx'
import { EphemeralItem } from './EphemeralItem.tsx'
import { Markdown } from './Markdown.tsx'
import { PendingBody } from './PendingBody.tsx'
import { AuthorPicture, AuthorTag, useAuthorName } from './PostAuthor.tsx'
import styles from './PostItem.module.css'
import { PostMarks } from './PostMarks.tsx'
import { isSystemPost } from './rows.ts'
import { systemTextOf } from './system-text.ts'

type PostItemProps = {
  /** Of the post, or of the message that is to become it. */
  id: string
  place: 'channel' | 'thread'
  /** Whether the name of the author stands above. */
  isFirst: boolean
  /** Whether a link led here. */
  isFocused: boolean
  isEditing: boolean
  onEdit: (postId: string | undefined) => void
}

/** A message. When the server has it, its element stays, and with it focus and pointer. */
export const PostItem = memo(function PostItem(props: PostItemProps) {
  const { id, place, isFirst, isFocused, isEditing, onEdit } = props
  const text = useText()
  const intl = useIntl()
  const post = useEntities((now) => now.posts.get(id))
  const pending = useEntities((now) => now.outbox.get(id))
  const name = useAuthorName(post)
  // Most messages are only read: the actions come with the first sign of interest, and stay.
  const [hasActions, setHasActions] = useState(false)
  if (!post && !pending) return null
  if (post?.type === 'system_ephemeral') return <EphemeralItem post={post} />
  if (post && isSystemPost(post)) return <SystemItem post={post} />

  return (
    <article
      className={styles.post}
      data-place={isFirst ? 'first' : 'following'}
      data-state={isFocused ? 'focused' : 'plain'}
      aria-label={
        post ? `${name}, ${intl.formatTime(post.create_at)}` : text('posts.pending-name', { name })
      }
      // biome-ignore lint/a11y/noNoninteractiveTabindex: with the focus come the actions.
      tabIndex={0}
      onPointerEnter={() => setHasActions(true)}
      onFocus={() => setHasActions(true)}
    >
      {post && <PostBody {...props} post={post} name={name} />}
      {pending && <PendingBody pending={pending} name={name} isFirst={isFirst} />}
      {post && hasActions && !isEditing && (
        <PostToolbar post={post} place={place} onEdit={onEdit} />
      )}
    </article>
  )
})

type PostBodyProps = PostItemProps & { post: Post; name: string }

function PostBody({ post, name, place, isFirst, isEditing, onEdit }: PostBodyProps) {
  const intl = useIntl()
  return (
    <>
      {isFirst ? (
        <AuthorPicture post={post} />
      ) : (
        <time className={styles.gutter} dateTime={new Date(post.create_at).toISOString()}>
          {intl.formatTime(post.create_at)}
        </time>
      )}
      <div className={styles.main}>
        <PostMarks post={post} />
        {isFirst && (
          <Byline userId={post.user_id} name={name} createAt={post.create_at}>
            <AuthorTag post={post} />
          </Byline>
        )}
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
    </>
  )
}

function PostText({ post }: { post: Post }) {
  return (
    <>
      {post.message !== '' && (
        <PictureSizes sizes={post.metadata.images}>
          <Markdown>{post.message}</Markdown>
        </PictureSizes>
      )}
      {post.metadata.files && <FileList files={post.metadata.files} />}
      <Extras post={post} />
      {post.edit_at > 0 && <EditedMark post={post} />}
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
  const isBurning = post.type === 'burn_on_read'
  const mayEdit = useEntities(selectMayEdit(post))
  const isCovered = isBurning && post.user_id !== myId && !post.metadata.expire_at

  return (
    <div className={styles.toolbar} role="toolbar" aria-label={text('posts.actions')}>
      {!isCovered && (
        <EmojiPicker size="small" label={text('reactions.add')} onPick={react.mutate} />
      )}
      {place === 'channel' && !isBurning && (
        <IconButton
          size="small"
          label={text('posts.reply')}
          onClick={() => openThread(post.root_id || post.id)}
        >
          <MessageSquareReply size={16} aria-hidden />
        </IconButton>
      )}
      {mayEdit && (
        <IconButton size="small" label={text('posts.edit')} onClick={() => onEdit(post.id)}>
          <Pencil size={16} aria-hidden />
        </IconButton>
      )}
      <PostMenuButton post={post} />
    </div>
  )
}
