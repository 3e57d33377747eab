import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withBase } from '#web/router/base.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'
import { sessionUserId } from './cookies.ts'
import { LogoutButton } from './LogoutButton.tsx'
import qr from './MfaSetupPage.module.css'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Sets up the second factor that everybody here has to have. */
export function MfaSetupPage() {
  const text = useEntranceText()
  const [code, setCode] = useState('')
  const userId = sessionUserId()
  const secret = useQuery({
    queryKey: ['mfa', userId],
    queryFn: () => client.generateMfaSecret(userId),
    gcTime: 0,
    retry: false,
  })
  const activate = useMutation({
    mutationFn: () => client.updateUserMfa(userId, true, code.trim()),
    // Loaded anew, for the session had been refused so far.
    onSuccess: () => window.location.assign(withBase('/')),
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    activate.mutate()
  }

  return (
    <AuthFrame title={text('mfa.title')} lead={text('mfa.lead')} footer={<LogoutButton />}>
      {secret.isPending && <Skeleton lines={4} />}
      {secret.isError && (
        <Problem
          title={reasonOf(secret.error) || text('problem.unreachable')}
          onRetry={() => void secret.refetch()}
        />
      )}
      {secret.data && (
        <form className={styles.form} onSubmit={handleSubmit}>
          <img
            className={qr.code}
            src={`data:image/png;base64,${secret.data.qr_code}`}
            alt={text('mfa.qr')}
            width={200}
            height={200}
          />
          <p className={styles.lead}>
            {text('mfa.by-hand')} <code className={qr.secret}>{secret.data.secret}</code>
          </p>
          <Field
            label={text('login.token')}
            hint={text('login.token-hint')}
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            required
          />
          <ProblemLine>
            {activate.isError ? reasonOf(activate.error) || text('problem.unreachable') : ''}
          </ProblemLine>
          <Button type="submit" look="primary" isBusy={activate.isPending}>
            {text('mfa.submit')}
          </Button>
        </form>
      )}
    </AuthFrame>
  )
}
