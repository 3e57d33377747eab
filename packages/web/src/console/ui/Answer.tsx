import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { reasonOf, statusOf } from '#web/api/errors.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './Answer.module.css'

type AnswerProps<T> = {
  query: UseQueryResult<T>
  lines?: number
  children: (data: T) => ReactNode
}

/** What the server answered, or that it is awaited, failed, or can't do it yet. */
export function Answer<T>({ query, lines = 5, children }: AnswerProps<T>) {
  const text = useText()
  if (query.data !== undefined) return children(query.data)
  if (!query.isError) return <Skeleton lines={lines} />
  if (statusOf(query.error) === 501) return <NotYet />
  return (
    <Problem
      title={text('problem.load')}
      detail={reasonOf(query.error)}
      onRetry={() => void query.refetch()}
    />
  )
}

function NotYet() {
  const text = useConsoleText()
  return <p className={styles.note}>{text('not-offered')}</p>
}

/** One sentence about the outcome of the last action; readers of screens hear it. */
export function Outcome({ children }: { children: string }) {
  return (
    <p className={styles.outcome} role="status">
      {children}
    </p>
  )
}
