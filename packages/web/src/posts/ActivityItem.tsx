import { Users } from 'lucide-react'
import { useIntl } from 'react-intl'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { type Activity, gatherActivities } from './activity.ts'
import styles from './PostItem.module.css'

/** More names than that nobody reads. */
const MAX_NAMES = 8

/** Comings and goings that follow each other, in one message. */
export function ActivityItem({ postIds }: { postIds: readonly string[] }) {
  const text = useText()
  const posts = useEntities((now) => now.posts)
  const shown = postIds.flatMap((id) => posts.get(id) ?? [])
  return (
    <article className={styles.system} tabIndex={-1} aria-label={text('posts.system')}>
      <Users className={styles.systemIcon} size={16} aria-hidden />
      <span>
        {gatherActivities(shown).map((activity) => (
          <Sentence key={`${activity.kind} ${activity.by}`} activity={activity} />
        ))}
      </span>
    </article>
  )
}

function Sentence({ activity }: { activity: Activity }) {
  const text = useText()
  const intl = useIntl()
  const { kind, users, by } = activity
  const names = users.slice(0, MAX_NAMES).map((name) => `@${name}`)
  const rest = users.length - names.length
  const all = rest > 0 ? [...names, text('reactions.others', { count: rest })] : names
  const values = { users: intl.formatList(all), count: users.length, by: `@${by}` }
  return <>{text(`activity.${kind}`, values)} </>
}
