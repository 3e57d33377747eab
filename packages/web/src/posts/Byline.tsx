import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { CustomStatusEmoji } from '#web/users/CustomStatusEmoji.tsx'
import { ProfileButton } from '#web/users/ProfileButton.tsx'
import styles from './PostItem.module.css'

type BylineProps = { userId: string; name: string; createAt: number; children?: ReactNode }

/** Who wrote, and when. */
export function Byline({ userId, name, createAt, children }: BylineProps) {
  const intl = useIntl()
  return (
    <div className={styles.byline}>
      <ProfileButton userId={userId} className={styles.author}>
        {name}
      </ProfileButton>
      {children}
      <CustomStatusEmoji userId={userId} />
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
