import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { Link, openPath } from '#web/router/router.tsx'
import { safeReturnPath } from '#web/router/routes.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'
import { failureOf, noticeOf } from './login-notice.ts'
import { Notice } from './Notice.tsx'
import { Providers } from './Providers.tsx'
import { EntranceLanguage, useEntranceText } from './texts/entrance-text.tsx'

const TOKEN_WANTED = 'mfa.validate_token.authenticate.app_error'
const NOT_VERIFIED = 'api.user.login.not_verified.app_error'

export function LoginPage() {
  return (
    <EntranceLanguage>
      <Login />
    </EntranceLanguage>
  )
}

function Login() {
  const text = useEntranceText()
  const config = useEntities((now) => now.config)
  const notice = noticeOf(window.location.search)
  const hasPasswords =
    config.EnableSignInWithEmail !== 'false' || config.EnableSignInWithUsername !== 'false'
  return (
    <AuthFrame
      title={text('login.title')}
      {...(config.CustomDescriptionText && { lead: config.CustomDescriptionText })}
      footer={
        config.EnableUserCreation !== 'false' && (
          <Link to={{ page: 'signup', inviteId: '' }}>{text('login.to-signup')}</Link>
        )
      }
    >
      {notice && <Notice>{text(notice)}</Notice>}
      {hasPasswords && <PasswordLogin />}
      <Providers />
    </AuthFrame>
  )
}

function PasswordLogin() {
  const text = useEntranceText()
  const config = useEntities((now) => now.config)
  const [loginId, setLoginId] = useState('')
  const [password, setPassword] = useState('')
  const [token, setToken] = useState('')

  const login = useMutation({
    mutationFn: () => client.login(loginId.trim(), password, token.trim()),
    onSuccess: () => openPath(safeReturnPath(window.location.search)),
  })
  const isTokenWanted = token !== '' || errorIdOf(login.error) === TOKEN_WANTED
  const isFailure = login.isError && errorIdOf(login.error) !== TOKEN_WANTED
  const failure = isFailure ? reasonOf(login.error) || text('problem.unreachable') : ''

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    login.mutate()
  }

  return (
    <form className={styles.form} onSubmit={handleSubmit}>
      <Field
        label={text('login.id')}
        value={loginId}
        onChange={setLoginId}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
      />
      <Field
        label={text('login.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      {isTokenWanted && (
        <Field
          label={text('login.token')}
          hint={text('login.token-hint')}
          value={token}
          onChange={setToken}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
        />
      )}
      <ProblemLine>
        {failure || (login.isIdle ? failureOf(window.location.search) : '')}
      </ProblemLine>
      {errorIdOf(login.error) === NOT_VERIFIED && (
        <Link to={{ page: 'entrance', step: 'shouldVerify' }}>{text('login.to-verify')}</Link>
      )}
      <Button type="submit" look="primary" isBusy={login.isPending}>
        {text('login.submit')}
      </Button>
      {config.EnableGuestMagicLink === 'true' && <MagicLinkButton loginId={loginId} />}
      {config.PasswordEnableForgotLink !== 'false' && <ForgotLink />}
    </form>
  )
}

/** Guests without a password are mailed a link; everybody else hears the same. */
function MagicLinkButton({ loginId }: { loginId: string }) {
  const text = useEntranceText()
  const ask = useMutation({ mutationFn: () => client.getUserLoginType(loginId.trim()) })
  if (ask.isSuccess) return <Notice>{text('login.link-sent')}</Notice>
  return (
    <>
      <Button isBusy={ask.isPending} disabled={loginId.trim() === ''} onClick={() => ask.mutate()}>
        {text('login.send-link')}
      </Button>
      <ProblemLine>
        {ask.isError ? reasonOf(ask.error) || text('problem.unreachable') : ''}
      </ProblemLine>
    </>
  )
}

function ForgotLink() {
  const text = useEntranceText()
  const elsewhere = useEntities((now) => now.config.ForgotPasswordLink)
  if (elsewhere) return <a href={elsewhere}>{text('login.forgot')}</a>
  return <Link to={{ page: 'entrance', step: 'forgot' }}>{text('login.forgot')}</Link>
}
