import { useEntities } from '#web/entities/store.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, Line } from '#web/settings/ui/Controls.tsx'
import { useMe } from '#web/settings/use-me.ts'
import { MfaLines } from './MfaLines.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SessionList } from './SessionList.tsx'
import { TokenList } from './TokenList.tsx'

/** What keeps the account one's own. */
export function SecuritySection() {
  const text = useSettingsText()
  const me = useMe()
  const config = useEntities((now) => now.config)
  const isOwnLogin = me.auth_service === ''
  return (
    <>
      <Group title={text('security.password')}>
        {isOwnLogin ? (
          <PasswordForm />
        ) : (
          <Line>{text('security.password-elsewhere', { service: me.auth_service })}</Line>
        )}
      </Group>
      {isOwnLogin && config.EnableMultifactorAuthentication === 'true' && (
        <Group title={text('security.mfa')} detail={text('security.mfa-hint')}>
          <MfaLines />
        </Group>
      )}
      <Group title={text('security.sessions')} detail={text('security.sessions-hint')}>
        <SessionList />
      </Group>
      {config.EnableUserAccessTokens === 'true' && (
        <Group title={text('security.tokens')} detail={text('security.tokens-hint')}>
          <TokenList />
        </Group>
      )}
    </>
  )
}
