import { X } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from './Button.tsx'
import styles from './Dialog.module.css'

/** What one types into: a dialog that has such a thing is about it. */
const TYPED =
  'textarea, [role="combobox"], input:not([hidden], [type="checkbox"], [type="radio"], [type="file"])'

type DialogProps = { title: string; onClose: () => void; children: ReactNode }

/** A modal dialog. The browser's own element keeps the focus inside and closes on Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const text = useText()
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)

  // Closed while it is still in the page, so that the focus goes back to where it came from.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // The browser would take the first control, which is the way out.
    dialog?.querySelector<HTMLElement>(TYPED)?.focus()
    return () => dialog?.close()
  }, [])

  // At home in the body it inherits nothing from where it was asked for.
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, and the element's own.
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      // What is sent in here is not sent by a form in which the dialog was asked for.
      onSubmit={(event) => event.stopPropagation()}
    >
      <div className={styles.body}>
        <header className={styles.header}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          <IconButton label={text('dialog.close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>,
    document.body,
  )
}

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
