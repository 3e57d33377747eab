import type { ReactNode } from 'react'
import { Button } from '#web/ui/Button.tsx'
import { Problem } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './Results.module.css'
import { usePaneText } from './texts/pane-text.tsx'

type Asked = {
  isPending: boolean
  isError: boolean
  isSuccess: boolean
  refetch: () => unknown
  hasNextPage?: boolean
  isFetchingNextPage?: boolean
  fetchNextPage?: () => unknown
}

type ResultsProps = {
  asked: Asked
  count: number
  /** What is said where there is nothing. */
  empty: ReactNode
  children: ReactNode
}

/** What an answer of the server holds, page by page; and its waiting, failing and being empty. */
export function Results({ asked, count, empty, children }: ResultsProps) {
  const text = usePaneText()
  return (
    <>
      {asked.isPending && <Skeleton lines={5} kind="post" />}
      {asked.isError && count === 0 && (
        <Problem title={text('problem.load')} onRetry={() => void asked.refetch()} />
      )}
      {asked.isSuccess && count === 0 && empty}
      {children}
      {asked.hasNextPage && (
        <div className={styles.more}>
          <Button
            isBusy={asked.isFetchingNextPage ?? false}
            onClick={() => void asked.fetchNextPage?.()}
          >
            {text('more')}
          </Button>
        </div>
      )}
    </>
  )
}
