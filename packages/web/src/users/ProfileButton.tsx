import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Avatar } from './Avatar.tsx'
import styles from './ProfileButton.module.css'

const ProfileCard = lazy(async () => ({
  default: (await import('./ProfileCard.tsx')).ProfileCard,
}))

type ProfileButtonProps = {
  userId: string
  className?: string | undefined
  state?: string
  children: ReactNode
}

/** The name of a person; pressing it shows who that is. */
export function ProfileButton({ userId, className, state, children }: ProfileButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement>()
  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${className ?? ''}`}
        data-state={state}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        {children}
      </button>
      {anchor && <Card userId={userId} anchor={anchor} onClose={() => setAnchor(undefined)} />}
    </>
  )
}

/** The picture of a person beside the name, which is the same for the keyboard and for readers. */
export function ProfileAvatar({ userId }: { userId: string }) {
  const [anchor, setAnchor] = useState<HTMLElement>()
  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${styles.avatar}`}
        tabIndex={-1}
        aria-hidden
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        <Avatar userId={userId} hasPresence />
      </button>
      {anchor && <Card userId={userId} anchor={anchor} onClose={() => setAnchor(undefined)} />}
    </>
  )
}

function Card(props: { userId: string; anchor: HTMLElement; onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <ProfileCard {...props} />
    </Suspense>
  )
}
