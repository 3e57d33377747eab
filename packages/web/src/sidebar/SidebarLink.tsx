import type { ComponentProps, ReactNode } from 'react'
import { Link } from '#web/router/router.tsx'
import styles from './SidebarLink.module.css'

type SidebarLinkProps = Omit<ComponentProps<typeof Link>, 'className'> & {
  sign: ReactNode
  name: string
  isCurrent: boolean
  state: 'read' | 'unread' | 'muted' | 'failed'
  /** How much is new there. */
  count: number
}

/** A way that leads out of the sidebar: what it leads to, and what is new there. */
export function SidebarLink(props: SidebarLinkProps) {
  const { sign, name, isCurrent, state, count, children, ...link } = props
  return (
    <Link
      {...link}
      className={styles.link}
      data-state={state}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {sign}
      <span className={styles.name}>{name}</span>
      {children}
      {count > 0 && (
        <span className={styles.count} data-count={count > 99 ? '99+' : count} aria-hidden />
      )}
    </Link>
  )
}
