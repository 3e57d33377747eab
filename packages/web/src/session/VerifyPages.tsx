import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { Link, redirectToPath } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'
import { Notice } from './Notice.tsx'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Asks to look for the mail, and sends it once more. */
export function ShouldVerifyPage() {
  const text = useEntranceText()
  const query = new URLSearchParams(window.location.search)
  const [email, setEmail] = useState(query.get('email') ?? '')
  const send = useMutation({ mutationFn: () => client.sendVerificationEmail(email.trim()) })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    send.mutate()
  }

  return (
    <AuthFrame
      title={text('verify.title')}
      lead={text('verify.lead')}
      footer={<Link to={{ page: 'login' }}>{text('to-login')}</Link>}
    >
      <form className={styles.form} onSubmit={handleSubmit}>
        <Field
          label={text('signup.email')}
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="email"
          required
        />
        {send.isSuccess && <Notice>{text('verify.sent')}</Notice>}
        <ProblemLine>
          {send.isError ? reasonOf(send.error) || text('problem.unreachable') : ''}
        </ProblemLine>
        <Button type="submit" look="primary" isBusy={send.isPending}>
          {text('verify.again')}
        </Button>
      </form>
    </AuthFrame>
  )
}

/** What the link of the mail opens: confirms the address, and leads on to the login. */
export function VerifyPage() {
  const text = useEntranceText()
  const { mutate, ...verify } = useMutation({
    mutationFn: (token: string) => client.verifyUserEmail(token),
    onSuccess: () => redirectToPath('/login?extra=verified'),
  })
  useEffect(() => {
    mutate(new URLSearchParams(window.location.search).get('token') ?? '')
  }, [mutate])

  return (
    <AuthFrame
      title={verify.isError ? text('verify.failed') : text('verify.working')}
      footer={<Link to={{ page: 'login' }}>{text('to-login')}</Link>}
    >
      {verify.isError ? (
        <>
          <ProblemLine>{reasonOf(verify.error) || text('problem.unreachable')}</ProblemLine>
          <Link to={{ page: 'entrance', step: 'shouldVerify' }}>{text('verify.again')}</Link>
        </>
      ) : (
        <Skeleton lines={1} />
      )}
    </AuthFrame>
  )
}
