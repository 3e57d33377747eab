import type { ReactNode } from 'react'
import styles from './Notice.module.css'

/** A calm line about what has just happened. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className={styles.notice} role="status">
      {children}
    </p>
  )
}
