import type { Post } from '@mattermost/types/posts'
import { Bot } from 'lucide-react'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Picture } from '#web/pictures/Picture.tsx'
import { ProfileAvatar } from '#web/users/ProfileButton.tsx'
import { useUser, useUserName } from '#web/users/use-user.ts'
import { disguiseOf } from './author.ts'
import styles from './PostAuthor.module.css'

/** What to call the author of a message; oneself while it is only to become one. */
export function useAuthorName(post: Post | undefined): string {
  const config = useEntities((now) => now.config)
  const name = useUserName(useEntities((now) => post?.user_id ?? now.myId))
  return (post && disguiseOf(post, config).name) || name
}

/** The author's picture, or the one that a program has chosen. */
export function AuthorPicture({ post }: { post: Post }) {
  const config = useEntities((now) => now.config)
  const { isProgram, iconUrl, iconEmoji } = disguiseOf(post, config)
  if (!isProgram) return <ProfileAvatar userId={post.user_id} />
  return (
    <span className={styles.picture} aria-hidden>
      <Bot size={20} />
      {iconEmoji !== '' && (
        <span className={styles.emoji}>
          <EmojiChar name={iconEmoji} />
        </span>
      )}
      {iconUrl !== '' && (
        <span className={styles.icon}>
          <Picture address={iconUrl} name="" look="icon" />
        </span>
      )}
    </span>
  )
}

/** Tells programs from people. */
export function AuthorTag({ post }: { post: Post }) {
  const text = useText()
  const user = useUser(post.user_id)
  const isBot = user?.is_bot || post.props.from_webhook === 'true' || post.props.from_bot === 'true'
  return isBot ? <span className={styles.tag}>{text('posts.author-bot')}</span> : null
}
