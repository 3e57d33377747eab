import type { ReactNode } from 'react'
import styles from './MenuRow.module.css'

export type MenuItem = {
  label: string
  icon?: ReactNode
  look?: 'danger'
  isChecked?: boolean
  /** Whether a line sets it off from what is above. */
  isApart?: boolean
  onSelect: () => void
}

type MenuRowProps = {
  item: Omit<MenuItem, 'onSelect' | 'look'> & { look?: 'danger' | 'quiet' }
  onPress: () => void
  /** The sign of a name for further commands. */
  more?: ReactNode
}

/** One command of a menu; its keys are those of the menu. */
export function MenuRow({ item, onPress, more }: MenuRowProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked only where the role is a radio's.
    <button
      type="button"
      role={item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={item.isChecked}
      aria-haspopup={more ? 'menu' : undefined}
      tabIndex={-1}
      className={styles.row}
      data-look={item.look}
      data-place={item.isApart ? 'apart' : undefined}
      onClick={onPress}
    >
      <span className={styles.icon} aria-hidden>
        {item.icon}
      </span>
      <span className={styles.label}>{item.label}</span>
      {more}
    </button>
  )
}

/** Goes from command to command by arrows, Home and End. */
export function walk(event: { key: string; preventDefault(): void }, menu: HTMLElement | null) {
  const all = itemsIn(menu)
  const at = all.findIndex((item) => item.matches(':focus'))
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
  if (to === undefined || all.length === 0) return
  event.preventDefault()
  all[(to + all.length) % all.length]?.focus()
}

/** The commands that a menu shows. */
export function itemsIn(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
}
