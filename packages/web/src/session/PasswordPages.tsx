import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { Link, redirectToPath } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'
import { Notice } from './Notice.tsx'
import { PasswordField } from './PasswordField.tsx'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Asks for the address to which a link to a new password goes. */
export function ForgotPasswordPage() {
  const text = useEntranceText()
  const [email, setEmail] = useState('')
  const send = useMutation({ mutationFn: () => client.sendPasswordResetEmail(email.trim()) })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    send.mutate()
  }

  return (
    <AuthFrame
      title={text('forgot.title')}
      lead={text('forgot.lead')}
      footer={<Link to={{ page: 'login' }}>{text('to-login')}</Link>}
    >
      {send.isSuccess ? (
        <Notice>{text('forgot.sent', { email })}</Notice>
      ) : (
        <form className={styles.form} onSubmit={handleSubmit}>
          <Field
            label={text('signup.email')}
            type="email"
            value={email}
            onChange={setEmail}
            autoComplete="email"
            autoFocus
            required
          />
          <ProblemLine>
            {send.isError ? reasonOf(send.error) || text('problem.unreachable') : ''}
          </ProblemLine>
          <Button type="submit" look="primary" isBusy={send.isPending}>
            {text('forgot.submit')}
          </Button>
        </form>
      )}
    </AuthFrame>
  )
}

/** What the link of the mail opens: asks for the new password. */
export function ResetPasswordPage() {
  const text = useEntranceText()
  const [password, setPassword] = useState('')
  const token = new URLSearchParams(window.location.search).get('token') ?? ''
  const reset = useMutation({
    mutationFn: () => client.resetUserPassword(token, password),
    onSuccess: () => redirectToPath('/login?extra=password_change'),
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    reset.mutate()
  }

  return (
    <AuthFrame
      title={text('reset.title')}
      lead={text('reset.lead')}
      footer={<Link to={{ page: 'entrance', step: 'forgot' }}>{text('reset.to-forgot')}</Link>}
    >
      <form className={styles.form} onSubmit={handleSubmit}>
        <PasswordField
          label={text('reset.password')}
          value={password}
          onChange={setPassword}
          autoFocus
        />
        <ProblemLine>
          {reset.isError ? reasonOf(reset.error) || text('problem.unreachable') : ''}
        </ProblemLine>
        <Button type="submit" look="primary" isBusy={reset.isPending}>
          {text('reset.submit')}
        </Button>
      </form>
    </AuthFrame>
  )
}
