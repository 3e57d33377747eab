import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withBase } from '#web/router/base.ts'
import { Button } from '#web/ui/Button.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import { logOut } from './log-out.ts'
import styles from './TermsPage.module.css'
import { useEntranceText } from './texts/entrance-text.tsx'

const ReactMarkdown = lazy(() => import('react-markdown'))

/** The terms of the house: agreeing leads in, not agreeing leads out. */
export function TermsPage() {
  const text = useEntranceText()
  const terms = useQuery({
    queryKey: ['terms'],
    queryFn: () => client.getTermsOfService(),
    retry: false,
  })
  const agree = useMutation({
    mutationFn: (id: string) => client.updateMyTermsOfServiceStatus(id, true),
    onSuccess: () => window.location.assign(withBase('/')),
  })
  return (
    <AuthFrame title={text('terms.title')} lead={text('terms.lead')}>
      {terms.isPending && <Skeleton lines={6} />}
      {terms.isError && (
        <Problem
          title={reasonOf(terms.error) || text('problem.unreachable')}
          onRetry={() => void terms.refetch()}
        />
      )}
      {terms.data && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key. */}
          <section className={styles.text} aria-label={text('terms.title')} tabIndex={0}>
            <Suspense fallback={<Skeleton lines={6} />}>
              <ReactMarkdown skipHtml>{terms.data.text}</ReactMarkdown>
            </Suspense>
          </section>
          <ProblemLine>
            {agree.isError ? reasonOf(agree.error) || text('problem.unreachable') : ''}
          </ProblemLine>
          <div className={styles.actions}>
            <Button onClick={() => void logOut()}>{text('terms.refuse')}</Button>
            <Button
              look="primary"
              isBusy={agree.isPending}
              onClick={() => agree.mutate(terms.data.id)}
            >
              {text('terms.agree')}
            </Button>
          </div>
        </>
      )}
    </AuthFrame>
  )
}
