import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '#web/ui/Button.tsx'
import { useReturnFocus } from '#web/ui/use-return-focus.ts'
import styles from './PaneFrame.module.css'
import { usePaneText } from './texts/pane-text.tsx'
import { usePane } from './use-pane.ts'

type PaneFrameProps = {
  title: string
  /** What the title is about, such as a channel. */
  about?: string
  actions?: ReactNode
  /** What stays in sight above what scrolls. */
  above?: ReactNode
  children: ReactNode
}

/** A pane beside the page: its name, what it shows, and the way to close it. */
export function PaneFrame({ title, about, actions, above, children }: PaneFrameProps) {
  const text = usePaneText()
  const { close } = usePane()
  const pane = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useReturnFocus(pane)
  useEffect(() => {
    if (!pane.current?.contains(document.activeElement)) heading.current?.focus()
  }, [])

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (pane.current?.contains(event.target as Node)) close()
  }

  return (
    <aside
      ref={pane}
      className={styles.pane}
      data-pane="side"
      aria-label={title}
      onKeyDown={handleKeyDown}
    >
      <header className={styles.header}>
        <span className={styles.titles}>
          <h2 ref={heading} tabIndex={-1} className={styles.title}>
            {title}
          </h2>
          {about && <span className={styles.about}>{about}</span>}
        </span>
        {actions}
        <IconButton label={text('panes.close')} onClick={close}>
          <X size={20} aria-hidden />
        </IconButton>
      </header>
      {above}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling works by keyboard. */}
      <section className={styles.body} tabIndex={0} aria-label={title}>
        {children}
      </section>
    </aside>
  )
}
