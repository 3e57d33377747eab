import type { UserProfile } from '@mattermost/types/users'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { Link, openPath } from '#web/router/router.tsx'
import { hrefOf } from '#web/router/routes.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'
import { readInvitation } from './invitation.ts'
import { Notice } from './Notice.tsx'
import { PasswordField } from './PasswordField.tsx'
import { Providers } from './Providers.tsx'
import { EntranceLanguage, useEntranceText } from './texts/entrance-text.tsx'

const NOT_VERIFIED = 'api.user.login.not_verified.app_error'

type Account = { email: string; username: string; password: string }

type SignupPageProps = {
  inviteId: string
  /** The token of a mailed invitation, and what it says of itself. */
  token?: string | undefined
  facts?: string | undefined
}

export function SignupPage(props: SignupPageProps) {
  return (
    <EntranceLanguage>
      <Signup {...props} />
    </EntranceLanguage>
  )
}

function Signup({ inviteId, token = '', facts = '' }: SignupPageProps) {
  const text = useEntranceText()
  const config = useEntities((now) => now.config)
  const isFirst = config.NoAccounts === 'true'
  const invited = readInvitation(facts)
  const [account, setAccount] = useState<Account>({
    email: invited.email,
    username: '',
    password: '',
  })
  const change = (key: keyof Account) => (value: string) =>
    setAccount((before) => ({ ...before, [key]: value }))

  const invite = useQuery({
    queryKey: ['invite', inviteId],
    queryFn: () => client.getTeamInviteInfo(inviteId),
    enabled: inviteId !== '',
    retry: false,
  })
  const team = invite.data?.name || invited.name
  const teamTitle = invite.data?.display_name || invited.display_name

  const signup = useMutation({
    mutationFn: () => register(account, { inviteId, token }),
    onSuccess: () => openPath(team ? hrefOf({ page: 'team', team }) : '/'),
    onError: (error) => {
      if (errorIdOf(error) !== NOT_VERIFIED) return
      const email = encodeURIComponent(account.email)
      openPath(`${hrefOf({ page: 'entrance', step: 'shouldVerify' })}?email=${email}`)
    },
  })
  const problem = signup.isError ? reasonOf(signup.error) || text('problem.unreachable') : ''
  const field = fieldOf(errorIdOf(signup.error))
  const isOpen = isFirst || inviteId !== '' || token !== '' || config.EnableOpenServer === 'true'

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    signup.mutate()
  }

  return (
    <AuthFrame
      title={teamTitle ? text('signup.title-team', { team: teamTitle }) : text('signup.title')}
      lead={isFirst ? text('signup.first') : text('signup.lead')}
      footer={!isFirst && <Link to={{ page: 'login' }}>{text('signup.to-login')}</Link>}
    >
      {!isOpen && <Notice>{text('signup.closed')}</Notice>}
      <form className={styles.form} onSubmit={handleSubmit}>
        {invite.isError && <ProblemLine>{text('signup.bad-invite')}</ProblemLine>}
        <Field
          label={text('signup.email')}
          type="email"
          value={account.email}
          onChange={change('email')}
          problem={field === 'email' ? problem : ''}
          readOnly={invited.email !== ''}
          autoComplete="email"
          autoFocus={invited.email === ''}
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
          autoFocus={invited.email !== ''}
          pattern="[a-z0-9._\-]{1,64}"
          maxLength={64}
          required
        />
        <PasswordField
          label={text('signup.password')}
          value={account.password}
          onChange={change('password')}
          problem={field === 'password' ? problem : ''}
        />
        <ProblemLine>{field === undefined ? problem : ''}</ProblemLine>
        <Button type="submit" look="primary" isBusy={signup.isPending}>
          {text('signup.submit')}
        </Button>
        <Rules />
      </form>
      <Providers />
    </AuthFrame>
  )
}

/** The rules of the house, where it has some. */
function Rules() {
  const text = useEntranceText()
  const { TermsOfServiceLink: terms, PrivacyPolicyLink: privacy } = useEntities((now) => now.config)
  if (!terms && !privacy) return null
  return (
    <p className={styles.lead}>
      {text('signup.rules')} {terms && <a href={terms}>{text('signup.terms')}</a>}
      {terms && privacy && ' · '}
      {privacy && <a href={privacy}>{text('signup.privacy')}</a>}
    </p>
  )
}

type Way = { inviteId: string; token: string }

async function register(account: Account, { inviteId, token }: Way): Promise<void> {
  // The client's type asks for a complete profile, which only the server can make.
  await client.createUser(account as UserProfile, token, inviteId)
  await client.login(account.email, account.password)
}

/** Which field an error id such as `app.user.save.email_exists.app_error` is about. */
function fieldOf(errorId: string): keyof Account | undefined {
  if (/email/.test(errorId)) return 'email'
  if (/username/.test(errorId)) return 'username'
  return /password|pwd/.test(errorId) ? 'password' : undefined
}
