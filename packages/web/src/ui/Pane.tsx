import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type Ref, useRef } from 'react'
import { IconButton } from './Button.tsx'
import styles from './Pane.module.css'
import { useReturnFocus } from './use-return-focus.ts'

type PaneProps = {
  kind: 'side' | 'thread'
  title: string
  /** Of a title that can have the focus. */
  titleRef?: Ref<HTMLHeadingElement>
  /** What the title is about, such as a channel. */
  about?: string | undefined
  leading?: ReactNode
  actions?: ReactNode
  closeLabel: string
  onClose: () => void
  /** Where Escape leads, if that doesn't close it. */
  onEscape?: (() => void) | undefined
  children: ReactNode
}

/** What stands beside the page, on narrow screens in front of it. The focus goes back when it ends. */
export function Pane(props: PaneProps) {
  const { kind, title, titleRef, about, leading, actions, closeLabel, onClose, children } = props
  const pane = useRef<HTMLElement>(null)
  useReturnFocus(pane)

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (pane.current?.contains(event.target as Node)) (props.onEscape ?? onClose)()
  }

  return (
    <aside
      ref={pane}
      className={styles.pane}
      data-pane={kind}
      aria-label={title}
      onKeyDown={handleKeyDown}
    >
      <header className={styles.header}>
        {leading}
        <span className={styles.titles}>
          <h2 ref={titleRef} tabIndex={titleRef ? -1 : undefined} className={styles.title}>
            {title}
          </h2>
          {about && <span className={styles.about}>{about}</span>}
        </span>
        {actions}
        <IconButton label={closeLabel} onClick={onClose}>
          <X size={20} aria-hidden />
        </IconButton>
      </header>
      {children}
    </aside>
  )
}
