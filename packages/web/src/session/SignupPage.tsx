import type { UserProfile } from '@mattermost/types/users'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, openPath } from '#web/router/router.tsx'
import { hrefOf } from '#web/router/routes.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'

type Account = { email: string; username: string; password: string }

export function SignupPage({ inviteId }: { inviteId: string }) {
  const text = useText()
  const config = useEntities((now) => now.config)
  const isFirst = config.NoAccounts === 'true'
  const minimum = Number(config.PasswordMinimumLength) || 8
  const [account, setAccount] = useState<Account>({ email: '', username: '', password: '' })
  const change = (key: keyof Account) => (value: string) =>
    setAccount((before) => ({ ...before, [key]: value }))

  const invite = useQuery({
    queryKey: ['invite', inviteId],
    queryFn: () => client.getTeamInviteInfo(inviteId),
    enabled: inviteId !== '',
    retry: false,
  })

  const signup = useMutation({
    mutationFn: () => register(account, inviteId),
    onSuccess: () => openPath(invite.data ? hrefOf({ page: 'team', team: invite.data.name }) : '/'),
  })
  const problem = signup.isError ? reasonOf(signup.error) || text('problem.unreachable') : ''
  const field = fieldOf(errorIdOf(signup.error))

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    signup.mutate()
  }

  return (
    <AuthFrame
      title={
        invite.data
          ? text('signup.title-team', { team: invite.data.display_name })
          : text('signup.title')
      }
      lead={isFirst ? text('signup.first') : text('signup.lead')}
      footer={!isFirst && <Link to={{ page: 'login' }}>{text('signup.to-login')}</Link>}
    >
      <form className={styles.form} onSubmit={handleSubmit}>
        {invite.isError && <ProblemLine>{text('signup.bad-invite')}</ProblemLine>}
        <Field
          label={text('signup.email')}
          type="email"
          value={account.email}
          onChange={change('email')}
          problem={field === 'email' ? problem : ''}
          autoComplete="email"
          autoFocus
          required
        />
        <Field
          label={text('signup.username')}
          hint={text('signup.username-hint')}
          value={account.username}
          onChange={(value) => change('username')(value.toLowerCase())}
          problem={field === 'username' ? problem : ''}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          pattern="[a-z0-9._\-]{1,64}"
          maxLength={64}
          required
        />
        <Field
          label={text('signup.password')}
          hint={text('signup.password-hint', { minimum })}
          type="password"
          value={account.password}
          onChange={change('password')}
          problem={field === 'password' ? problem : ''}
          autoComplete="new-password"
          minLength={minimum}
          required
        />
        <ProblemLine>{field === undefined ? problem : ''}</ProblemLine>
        <Button type="submit" look="primary" isBusy={signup.isPending}>
          {text('signup.submit')}
        </Button>
      </form>
    </AuthFrame>
  )
}

async function register(account: Account, inviteId: string): Promise<void> {
  // The client's type asks for a complete profile, which only the server can make.
  await client.createUser(account as UserProfile, '', inviteId)
  await client.login(account.email, account.password)
}

/** Which field an error id such as `app.user.save.email_exists.app_error` is about. */
function fieldOf(errorId: string): keyof Account | undefined {
  if (/email/.test(errorId)) return 'email'
  if (/username/.test(errorId)) return 'username'
  return /password|pwd/.test(errorId) ? 'password' : undefined
}
