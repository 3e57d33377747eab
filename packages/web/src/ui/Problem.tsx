import type { ReactNode } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from './Button.tsx'
import styles from './Problem.module.css'

type ProblemProps = {
  title: string
  detail?: string
  /** Whether nothing else is on the page. */
  isPage?: boolean
  onRetry?: () => void
  /** What else can be done about it. */
  children?: ReactNode
}

/** A pane that could not be shown, and the way to try again. */
export function Problem({ title, detail, isPage, onRetry, children }: ProblemProps) {
  const text = useText()
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className={styles.problem} role="alert">
      <Title className={styles.title}>{title}</Title>
      {detail && <p className={styles.detail}>{detail}</p>}
      {children}
      {onRetry && <Button onClick={onRetry}>{text('retry')}</Button>}
    </div>
  )
}

/** One line that says why the last action failed. Empty, it takes no room. */
export function ProblemLine({ children }: { children: string }) {
  return (
    <p className={styles.line} role="alert">
      {children}
    </p>
  )
}
