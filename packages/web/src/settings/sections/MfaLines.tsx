import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Line } from '#web/settings/ui/Controls.tsx'
import { Form } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe } from '#web/settings/use-me.ts'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import styles from './MfaLines.module.css'

async function setMfa(userId: string, isOn: boolean, code: string): Promise<void> {
  await client.updateUserMfa(userId, isOn, code)
  update(withUsers, [await client.getMe()])
}

/** A second factor at the login: whether there is one, and how to get it. */
export function MfaLines() {
  const text = useSettingsText()
  const me = useMe()
  const [step, setStep] = useState<'enrolling' | 'removing'>()
  return (
    <>
      <Line>
        <span className={styles.state}>
          {text(me.mfa_active ? 'security.mfa-is-on' : 'security.mfa-is-off')}
        </span>
        {me.mfa_active ? (
          <Button onClick={() => setStep('removing')}>{text('security.mfa-remove')}</Button>
        ) : (
          step !== 'enrolling' && (
            <Button look="primary" onClick={() => setStep('enrolling')}>
              {text('security.mfa-set-up')}
            </Button>
          )
        )}
      </Line>
      {step === 'enrolling' && !me.mfa_active && <Enrolment onDone={() => setStep(undefined)} />}
      {step === 'removing' && (
        <ConfirmDialog
          title={text('security.mfa-remove-title')}
          detail={text('security.mfa-remove-detail')}
          action={text('security.mfa-remove')}
          run={() => setMfa(me.id, false, '')}
          onClose={() => setStep(undefined)}
        />
      )}
    </>
  )
}

function Enrolment({ onDone }: { onDone: () => void }) {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const [code, setCode] = useState('')
  const secret = useQuery({
    queryKey: ['mfa', me.id],
    queryFn: () => client.generateMfaSecret(me.id),
    // Each answer is another secret, and none is to be kept.
    gcTime: 0,
    retry: false,
  })
  const form = useForm(() => setMfa(me.id, true, code.trim()), onDone)
  if (secret.isError) {
    return <Line>{reasonOf(secret.error) || common('problem.unreachable')}</Line>
  }
  if (!secret.data) return null
  return (
    <Form {...form} action={text('security.mfa-confirm')} isReady={/^\d{6}$/.test(code.trim())}>
      <div className={styles.enrolment}>
        <img
          className={styles.picture}
          src={`data:image/png;base64,${secret.data.qr_code}`}
          alt={text('security.mfa-picture')}
          width={176}
          height={176}
        />
        <div className={styles.steps}>
          <p>{text('security.mfa-scan')}</p>
          <code className={styles.secret}>{secret.data.secret.replace(/(.{4})/g, '$1 ')}</code>
          <Field
            label={text('security.mfa-code')}
            hint={common('login.token-hint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
          />
        </div>
      </div>
    </Form>
  )
}
