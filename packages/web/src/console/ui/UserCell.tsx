import type { UserProfile } from '@mattermost/types/users'
import { Link } from '#web/router/router.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import styles from './UserCell.module.css'

/** A user in a table: picture, name, and the way to the account. */
export function UserCell({ user }: { user: UserProfile }) {
  return (
    <span className={styles.cell}>
      <Avatar userId={user.id} size="small" />
      <span className={styles.names}>
        <Link
          className={styles.link}
          to={{ page: 'console', path: `user_management/users/${user.id}` }}
        >
          @{user.username}
        </Link>
        <span className={styles.name}>
          {[user.first_name, user.last_name].filter(Boolean).join(' ')}
        </span>
      </span>
    </span>
  )
}
