import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { errorIdOf, reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, openPath } from '#web/router/router.tsx'
import { safeReturnPath } from '#web/router/routes.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './AuthFrame.module.css'
import { AuthFrame } from './AuthFrame.tsx'

const TOKEN_WANTED = 'mfa.validate_token.authenticate.app_error'

export function LoginPage() {
  const text = useText()
  const mayRegister = useEntities((now) => now.config.EnableUserCreation !== 'false')
  const [loginId, setLoginId] = useState('')
  const [password, setPassword] = useState('')
  const [token, setToken] = useState('')

  const login = useMutation({
    mutationFn: () => client.login(loginId.trim(), password, token.trim()),
    onSuccess: () => openPath(safeReturnPath(window.location.search)),
  })
  const isTokenWanted = token !== '' || errorIdOf(login.error) === TOKEN_WANTED
  const isFailure = login.isError && errorIdOf(login.error) !== TOKEN_WANTED

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    login.mutate()
  }

  return (
    <AuthFrame
      title={text('login.title')}
      footer={
        mayRegister && <Link to={{ page: 'signup', inviteId: '' }}>{text('login.to-signup')}</Link>
      }
    >
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
          {isFailure ? reasonOf(login.error) || text('problem.unreachable') : ''}
        </ProblemLine>
        <Button type="submit" look="primary" isBusy={login.isPending}>
          {text('login.submit')}
        </Button>
      </form>
    </AuthFrame>
  )
}
