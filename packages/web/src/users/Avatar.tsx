import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import styles from './Avatar.module.css'
import { PresenceDot } from './Presence.tsx'
import { useUser } from './use-user.ts'

const GROUNDS = 8

type AvatarProps = {
  userId: string
  size?: 'small' | 'medium' | 'large'
  /** Whether a mark shows what the user does. */
  hasPresence?: boolean
}

/** A user's picture, or the first letter of the name on a ground that is the user's own. */
export function Avatar({ userId, size = 'medium', hasPresence = false }: AvatarProps) {
  if (!hasPresence) return <Picture userId={userId} size={size} />
  return (
    <span className={styles.frame} data-size={size} aria-hidden>
      <Picture userId={userId} size={size} />
      <span className={styles.presence}>
        <PresenceDot userId={userId} />
      </span>
    </span>
  )
}

function Picture({ userId, size }: Required<Pick<AvatarProps, 'userId' | 'size'>>) {
  const user = useUser(userId)
  const picturedAt = user?.last_picture_update ?? 0
  const [brokenAt, setBrokenAt] = useState(0)
  const isLow = useIsLowBandwidth()
  const hasPicture = !isLow && picturedAt > 0 && picturedAt !== brokenAt
  return (
    <span
      className={styles.avatar}
      data-size={size}
      data-ground={groundOf(userId)}
      data-letter={hasPicture ? '' : (user?.username[0] ?? '').toUpperCase()}
      aria-hidden
    >
      {hasPicture && (
        <img
          className={styles.picture}
          src={client.getProfilePictureUrl(userId, picturedAt)}
          alt=""
          onError={() => setBrokenAt(picturedAt)}
        />
      )}
    </span>
  )
}

/** The same for one user everywhere and always. */
function groundOf(userId: string): number {
  let mixed = 0
  for (const letter of userId) mixed = (mixed * 31 + letter.charCodeAt(0)) % 65_521
  return (mixed % GROUNDS) + 1
}
