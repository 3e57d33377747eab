import type { Post } from '@mattermost/types/posts'
import { useIntl } from 'react-intl'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { EmojiPicker } from '#web/emoji/EmojiPicker.tsx'
import { wordsOf } from '#web/emoji/emoji.ts'
import { reactionsOf } from '#web/entities/reactions.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { useUserNames } from '#web/users/use-user-names.ts'
import { groupReactions, type ReactionGroup } from './group-reactions.ts'
import styles from './ReactionBar.module.css'
import { useReact } from './use-react.ts'

/** The reactions to a message. Pressing one joins in, or takes the own one back. */
export function ReactionBar({ post }: { post: Post }) {
  const text = useText()
  const myId = useMyId()
  const react = useReact(post.id)
  const groups = groupReactions(reactionsOf(post), myId)
  if (groups.length === 0) return null
  return (
    <ul className={styles.bar} aria-label={text('reactions.list')}>
      {groups.map((group) => (
        <li key={group.name}>
          <Chip group={group} onToggle={() => react.mutate(group.name)} />
        </li>
      ))}
      <li className={styles.add}>
        <EmojiPicker size="small" label={text('reactions.add')} onPick={react.mutate} />
      </li>
    </ul>
  )
}

/** More names than that nobody reads. */
const MAX_NAMES = 20

function Chip({ group, onToggle }: { group: ReactionGroup; onToggle: () => void }) {
  const text = useText()
  const intl = useIntl()
  const names = useUserNames(group.userIds.slice(0, MAX_NAMES))
  const rest = group.userIds.length - names.length
  const all = rest > 0 ? [...names, text('reactions.others', { count: rest })] : names
  const label = text('reactions.given', {
    emoji: wordsOf(group.name),
    names: intl.formatList(all),
  })
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={group.isMine}
      aria-label={label}
      title={label}
      onClick={onToggle}
    >
      <span className={styles.emoji}>
        <EmojiChar name={group.name} isAlone />
      </span>
      <span className={styles.count} data-count={group.userIds.length} aria-hidden />
    </button>
  )
}
