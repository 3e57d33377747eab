import { ArrowLeft } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Link } from '#web/router/router.tsx'
import type { Route } from '#web/router/routes.ts'
import styles from './Shell.module.css'

type ShellProps = {
  /** What is said above all. */
  above?: ReactNode
  bar: ReactNode
  side: ReactNode
  /** Where it is narrow, the links are in a row, or in a drawer before the page. */
  narrow: 'strip' | 'drawer'
  children: ReactNode
}

/** A place with many pages: links at the side, and the page that one of them leads to. */
export function Shell({ above, bar, side, narrow, children }: ShellProps) {
  return (
    <div className={styles.shell} data-narrow={narrow}>
      {above}
      <header className={styles.bar}>{bar}</header>
      <div className={styles.panes}>
        {side}
        <main className={styles.main}>{children}</main>
      </div>
    </div>
  )
}

type SideProps = {
  label: string
  /** Tells which page is shown: its link is always in sight. */
  current: string
  /** Where it is narrow. */
  drawer?: { isOpen: boolean; hideLabel: string; onClose: () => void }
  children: ReactNode
}

/** The links at the side, in groups. Escape closes the drawer that they are in. */
export function Side({ label, current, drawer, children }: SideProps) {
  const nav = useRef<HTMLElement>(null)
  const isOpen = drawer?.isOpen ?? false

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page marks another link.
  useEffect(() => {
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])

  useEffect(() => {
    if (isOpen) nav.current?.querySelector<HTMLElement>('[aria-current], a')?.focus()
  }, [isOpen])

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') drawer?.onClose()
  }

  return (
    <>
      <nav
        ref={nav}
        className={styles.nav}
        data-state={isOpen ? 'open' : 'closed'}
        aria-label={label}
        onKeyDown={handleKeyDown}
      >
        {children}
      </nav>
      {drawer?.isOpen && (
        <button
          type="button"
          className={styles.scrim}
          aria-label={drawer.hideLabel}
          onKeyDown={handleKeyDown}
          onClick={drawer.onClose}
        />
      )}
    </>
  )
}

/** Links that belong together. */
export function SideGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2 className={styles.groupName}>{title}</h2>
      <ul className={styles.items}>{children}</ul>
    </section>
  )
}

type SideLinkProps = {
  to: Route
  isCurrent: boolean
  onPress?: (() => void) | undefined
  children: string
}

/** The way to one of the pages. */
export function SideLink({ to, isCurrent, onPress, children }: SideLinkProps) {
  return (
    <li>
      <Link
        className={styles.item}
        to={to}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onPress}
      >
        {children}
      </Link>
    </li>
  )
}

/** The way out, to what the place belongs to. */
export function BackLink({ to, children }: { to: Route; children: string }) {
  return (
    <Link className={styles.back} to={to}>
      <ArrowLeft size={16} aria-hidden />
      <span>{children}</span>
    </Link>
  )
}
