import { type ReactNode, useEffect, useRef } from 'react'
import { Pane } from '#web/ui/Pane.tsx'
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

/** A pane that the address names, whose content scrolls. It begins with its title. */
export function PaneFrame({ title, about, actions, above, children }: PaneFrameProps) {
  const text = usePaneText()
  const { close } = usePane()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const pane = heading.current?.closest('aside')
    if (!pane?.contains(document.activeElement)) heading.current?.focus()
  }, [])
  return (
    <Pane
      kind="side"
      title={title}
      titleRef={heading}
      about={about}
      actions={actions}
      closeLabel={text('panes.close')}
      onClose={close}
    >
      {above}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling works by keyboard. */}
      <section className={styles.body} tabIndex={0} aria-label={title}>
        {children}
      </section>
    </Pane>
  )
}
