import type { FormEvent, ReactNode } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './Form.module.css'

type FormProps = {
  children: ReactNode
  /** Why the last try failed; empty where none did. */
  problem: string
  action?: string
  isBusy: boolean
  /** Whether there is something to save. */
  isReady: boolean
  onSubmit: () => void
}

/** Fields that are saved together. */
export function Form({ children, problem, action, isBusy, isReady, onSubmit }: FormProps) {
  const text = useText()
  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    if (isReady) onSubmit()
  }
  return (
    <form className={styles.form} onSubmit={handleSubmit}>
      {children}
      <ProblemLine>{problem}</ProblemLine>
      <div className={styles.foot}>
        <Button type="submit" look="primary" isBusy={isBusy} disabled={!isReady}>
          {action ?? text('save')}
        </Button>
      </div>
    </form>
  )
}

/** Two fields side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}
