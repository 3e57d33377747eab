import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '#web/router/router.tsx'
import styles from './BackLink.module.css'

/** The way back from one thing to the list of all. */
export function BackLink({ path, children }: { path: string; children: ReactNode }) {
  return (
    <Link className={styles.link} to={{ page: 'console', path }}>
      <ArrowLeft size={16} aria-hidden className={styles.arrow} />
      {children}
    </Link>
  )
}
