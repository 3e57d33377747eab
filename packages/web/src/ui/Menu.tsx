import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import styles from './Menu.module.css'
import { itemsIn, type MenuItem, MenuRow, walk } from './MenuRow.tsx'

type MenuProps = {
  label: string
  trigger: ReactNode
  items: readonly MenuItem[]
  /** Where the list opens, seen from the trigger. */
  place?: 'below' | 'below-end' | 'above'
  /** Takes over the looks of the trigger. */
  className?: string | undefined
}

/** A button that opens a list of commands; arrow keys walk through it, Escape closes it. */
export function Menu({ label, trigger, items, place = 'below', className }: MenuProps) {
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isOpen) return
    itemsIn(list.current)[0]?.focus()
    function handleOutside(event: PointerEvent) {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false)
    }
    document.addEventListener('pointerdown', handleOutside)
    return () => document.removeEventListener('pointerdown', handleOutside)
  }, [isOpen])

  function close() {
    setIsOpen(false)
    button.current?.focus()
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (!isOpen) return
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.stopPropagation()
      close()
      return
    }
    walk(event, list.current)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the keys of its own controls.
    <div ref={root} className={styles.root} onKeyDown={handleKeyDown}>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        {trigger}
      </button>
      {isOpen && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          className={styles.list}
          data-place={place}
        >
          {items.map((item) => (
            <MenuRow
              key={item.label}
              item={item}
              onPress={() => {
                close()
                item.onSelect()
              }}
            />
          ))}
        </div>
      )}
    </div>
  )
}
