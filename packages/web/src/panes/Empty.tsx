import type { LucideIcon } from 'lucide-react'
import styles from './Empty.module.css'

type EmptyProps = { icon: LucideIcon; title: string; detail: string }

/** Says what would stand here, and how it comes here. */
export function Empty({ icon: Icon, title, detail }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.sign}>
        <Icon size={26} strokeWidth={1.6} aria-hidden />
      </span>
      <p className={styles.title}>{title}</p>
      <p className={styles.detail}>{detail}</p>
    </div>
  )
}
