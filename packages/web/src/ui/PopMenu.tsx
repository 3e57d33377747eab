import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '#web/i18n/i18n.tsx'
import { itemsIn, type MenuItem, MenuRow, walk } from './MenuRow.tsx'
import styles from './PopMenu.module.css'
import { placeBeside } from './place.ts'

/** A command, or a name for further ones. */
export type PopMenuItem = Omit<MenuItem, 'onSelect'> &
  ({ onSelect: () => void; items?: undefined } | { items: readonly PopMenuItem[] })

type PopMenuProps = {
  label: string
  anchor: HTMLElement
  items: readonly PopMenuItem[]
  onClose: () => void
}

const WIDTH = 248
const ROW = 40

/** A list of commands that stands free of what it was opened from. Escape leads back, step by step. */
export function PopMenu({ label, anchor, items, onClose }: PopMenuProps) {
  const text = useText()
  const [path, setPath] = useState<readonly PopMenuItem[]>([])
  const menu = useRef<HTMLDivElement>(null)
  const parent = path.at(-1)
  const shown = parent?.items ?? items
  // Of the longest list, so that the place stays.
  const rows = Math.max(items.length, ...items.map((item) => (item.items?.length ?? 0) + 1))

  // biome-ignore lint/correctness/useExhaustiveDependencies: each list begins with its first command.
  useLayoutEffect(() => {
    itemsIn(menu.current)[0]?.focus({ preventScroll: true })
  }, [path])

  useEffect(() => {
    const handleOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node)) return
      if (!menu.current?.contains(target) && !anchor.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', handleOutside)
    return () => document.removeEventListener('pointerdown', handleOutside)
  }, [anchor, onClose])

  function back() {
    if (path.length > 0) setPath(path.slice(0, -1))
    else leave()
  }

  function leave() {
    onClose()
    anchor.focus({ preventScroll: true })
  }

  function choose(item: PopMenuItem) {
    if (item.items) {
      setPath([...path, item])
      return
    }
    leave()
    item.onSelect()
  }

  function handleKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault()
      if (event.key === 'Escape') back()
      else leave()
    }
    if (event.key === 'ArrowLeft' && path.length > 0) back()
    walk(event, menu.current)
  }

  return createPortal(
    <div
      ref={menu}
      role="menu"
      aria-label={parent ? parent.label : label}
      className={styles.menu}
      style={{ ...placeBeside(anchor, { width: WIDTH, height: rows * ROW + 10 }), height: 'auto' }}
      onKeyDown={handleKeyDown}
    >
      {parent && (
        <MenuRow
          item={{
            label: text('posts.back'),
            icon: <ChevronRight className={styles.backSign} size={16} />,
            look: 'quiet',
          }}
          onPress={back}
        />
      )}
      {shown.map((item) => (
        <MenuRow
          key={item.label}
          item={item}
          more={item.items && <ChevronRight className={styles.more} size={16} aria-hidden />}
          onPress={() => choose(item)}
        />
      ))}
    </div>,
    // Part of the landmark, or of the modal dialog, that it was opened from.
    anchor.closest('dialog, aside, main') ?? document.body,
  )
}
