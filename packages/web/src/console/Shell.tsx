import { ArrowLeft, Menu as MenuIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ConnectionBanner } from '#web/app/ConnectionBanner.tsx'
import { Link } from '#web/router/router.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { type ConsolePage, pageGroups } from './pages.ts'
import styles from './Shell.module.css'
import { ConsoleSearch } from './search/ConsoleSearch.tsx'
import { useConsoleText } from './texts/console-text.tsx'

type ShellProps = {
  pages: readonly ConsolePage[]
  current: ConsolePage | undefined
  children: ReactNode
}

/** The frame of the console: search above, pages at the side. */
export function Shell({ pages, current, children }: ShellProps) {
  const text = useConsoleText()
  const drawer = useDrawer(current?.path ?? '')
  return (
    <div className={styles.console}>
      <ConnectionBanner />
      <header className={styles.bar}>
        <span className={styles.opener}>
          <IconButton
            label={text('nav.show')}
            aria-expanded={drawer.state === 'open'}
            onClick={drawer.open}
          >
            <MenuIcon size={20} aria-hidden />
          </IconButton>
        </span>
        <span className={styles.mark} aria-hidden>
          <Logo size={24} />
        </span>
        <span className={styles.name}>{text('title')}</span>
        <ConsoleSearch pages={pages} />
        <Link className={styles.back} to={{ page: 'home' }}>
          <ArrowLeft size={16} aria-hidden className={styles.arrow} />
          <span>{text('back')}</span>
        </Link>
      </header>
      <div className={styles.panes}>
        <nav
          ref={drawer.ref}
          className={styles.nav}
          data-state={drawer.state}
          aria-label={text('nav.label')}
        >
          {pageGroups.map((group) => {
            const shown = pages.filter((page) => page.group === group)
            if (shown.length === 0) return null
            return (
              <section key={group} className={styles.group} aria-labelledby={`group-${group}`}>
                <h2 id={`group-${group}`} className={styles.groupName}>
                  {text(`group.${group}`)}
                </h2>
                <ul className={styles.pages}>
                  {shown.map((page) => (
                    <li key={page.id}>
                      <Link
                        className={styles.page}
                        to={{ page: 'console', path: page.path }}
                        aria-current={page === current ? 'page' : undefined}
                        onClick={drawer.close}
                      >
                        {text(page.title)}
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            )
          })}
        </nav>
        {drawer.state === 'open' && (
          <button
            type="button"
            className={styles.scrim}
            aria-label={text('nav.hide')}
            onClick={drawer.close}
          />
        )}
        <main className={styles.main}>{children}</main>
      </div>
    </div>
  )
}

/** On narrow screens the pages are in a drawer. In any case the current one is in sight. */
function useDrawer(path: string) {
  const ref = useRef<HTMLElement>(null)
  const [isOpen, setIsOpen] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path marks another link.
  useEffect(() => {
    ref.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [path])

  useEffect(() => {
    if (!isOpen) return
    ref.current?.querySelector<HTMLElement>('[aria-current], a')?.focus()
    const handleKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setIsOpen(false)
    }
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [isOpen])

  return {
    ref,
    state: isOpen ? 'open' : 'closed',
    open: () => setIsOpen(true),
    close: () => setIsOpen(false),
  }
}
