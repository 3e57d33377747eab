import type { ComponentProps, ReactNode } from 'react'
import styles from './Lines.module.css'

/** What something is called, with quiet lines below; each is cut where it is too long. */
export function Lines({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={styles.lines}>
      <span className={styles.name}>{name}</span>
      {children}
    </span>
  )
}

/** A quiet line. `--note-size` and `--note-color` set how quiet. */
export function Note(props: Omit<ComponentProps<'span'>, 'className'>) {
  return <span {...props} className={styles.note} />
}
