import type { ReactNode } from 'react'
import styles from './TopBar.module.css'

type TopBarProps = {
  title: string
  /** What stands before the title. */
  leading: ReactNode
  /** What is said of it behind the title. */
  about?: ReactNode
  /** What can be done, at the end. */
  children: ReactNode
}

/** The bar above what fills the middle of the app, with its title. */
export function TopBar({ title, leading, about, children }: TopBarProps) {
  return (
    <header className={styles.bar}>
      {leading}
      <h1 className={styles.title}>{title}</h1>
      {about}
      <span className={styles.gap} />
      {children}
    </header>
  )
}
