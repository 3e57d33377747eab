import type { ReactNode } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { Logo } from '#web/ui/Logo.tsx'
import styles from './AuthFrame.module.css'
import { Ramparts } from './Ramparts.tsx'

type AuthFrameProps = { title: string; lead?: string; children: ReactNode; footer?: ReactNode }

/** The page around a form that stands before the conversations. */
export function AuthFrame({ title, lead, children, footer }: AuthFrameProps) {
  const siteName = useEntities((now) => now.config.SiteName) || 'Redoubt'
  return (
    <div className={styles.page}>
      <div className={styles.ornament} aria-hidden>
        <Ramparts />
      </div>
      <header className={styles.brand}>
        <Logo />
        <span>{siteName}</span>
      </header>
      <main className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </div>
  )
}
