import { Menu as MenuIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ConnectionBanner } from '#web/app/ConnectionBanner.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { BackLink, Shell, Side, SideGroup, SideLink } from '#web/ui/Shell.tsx'
import styles from './ConsoleShell.module.css'
import { type ConsolePage, pageGroups } from './pages.ts'
import { ConsoleSearch } from './search/ConsoleSearch.tsx'
import { useConsoleText } from './texts/console-text.tsx'

type ConsoleShellProps = {
  pages: readonly ConsolePage[]
  current: ConsolePage | undefined
  children: ReactNode
}

/** The frame of the console: search above, pages at the side. */
export function ConsoleShell({ pages, current, children }: ConsoleShellProps) {
  const text = useConsoleText()
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <Shell
      narrow="drawer"
      above={<ConnectionBanner />}
      bar={
        <>
          <span className={styles.opener}>
            <IconButton
              label={text('nav.show')}
              aria-expanded={isOpen}
              onClick={() => setIsOpen(true)}
            >
              <MenuIcon size={20} aria-hidden />
            </IconButton>
          </span>
          <span className={styles.mark} aria-hidden>
            <Logo size={24} />
          </span>
          <span className={styles.name}>{text('title')}</span>
          <ConsoleSearch pages={pages} />
          <BackLink to={{ page: 'home' }}>{text('back')}</BackLink>
        </>
      }
      side={
        <Side
          label={text('nav.label')}
          current={current?.path ?? ''}
          drawer={{ isOpen, hideLabel: text('nav.hide'), onClose: close }}
        >
          {pageGroups.map((group) => {
            const shown = pages.filter((page) => page.group === group)
            if (shown.length === 0) return null
            return (
              <SideGroup key={group} title={text(`group.${group}`)}>
                {shown.map((page) => (
                  <SideLink
                    key={page.id}
                    to={{ page: 'console', path: page.path }}
                    isCurrent={page === current}
                    onPress={close}
                  >
                    {text(page.title)}
                  </SideLink>
                ))}
              </SideGroup>
            )
          })}
        </Side>
      }
    >
      {children}
    </Shell>
  )
}
