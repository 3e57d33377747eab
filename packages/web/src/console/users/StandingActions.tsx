import type { UserProfile } from '@mattermost/types/users'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { type ConsoleTextId, useConsoleText } from '#web/console/texts/console-text.tsx'
import { Outcome } from '#web/console/ui/Answer.tsx'
import styles from '#web/console/ui/Form.module.css'
import { useAction } from '#web/console/ui/use-action.ts'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { PasswordDialog } from './PasswordDialog.tsx'

type StandingActionsProps = { user: UserProfile; onChanged: () => unknown }
type Step = 'deactivate' | 'mfa' | 'promote' | 'demote'

/** What is asked before each step, and what is done. */
const steps: Record<Step, { detail: ConsoleTextId; run: (id: string) => Promise<unknown> }> = {
  deactivate: {
    detail: 'users.deactivate-detail',
    run: (id) => client.updateUserActive(id, false),
  },
  mfa: { detail: 'users.mfa-detail', run: (id) => client.updateUserMfa(id, false, '') },
  promote: { detail: 'users.promote-detail', run: (id) => client.promoteGuestToUser(id) },
  demote: { detail: 'users.demote-detail', run: (id) => client.demoteUserToGuest(id) },
}

/** Whether somebody may come in, and as what. */
export function StandingActions({ user, onChanged }: StandingActionsProps) {
  const text = useConsoleText()
  const myId = useMyId()
  const [step, setStep] = useState<Step>()
  const [isSettingPassword, setSettingPassword] = useState(false)
  const activated = useAction(() => client.updateUserActive(user.id, true), { onDone: onChanged })
  const mailed = useAction(() => client.sendPasswordResetEmail(user.email), {
    done: text('users.reset-sent', { email: user.email }),
  })
  const isGuest = user.roles.split(' ').includes('system_guest')
  const isMe = user.id === myId
  const name = `@${user.username}`

  return (
    <>
      <div className={styles.buttons}>
        {user.delete_at > 0 ? (
          <Button look="primary" isBusy={activated.isBusy} onClick={() => activated.run()}>
            {text('users.activate')}
          </Button>
        ) : (
          !isMe && (
            <Button look="danger" onClick={() => setStep('deactivate')}>
              {text('users.deactivate')}
            </Button>
          )
        )}
        {user.auth_service === '' && (
          <Button onClick={() => setSettingPassword(true)}>{text('users.set-password')}</Button>
        )}
        {user.auth_service === '' && (
          <Button isBusy={mailed.isBusy} onClick={() => mailed.run()}>
            {text('users.send-reset')}
          </Button>
        )}
        {user.mfa_active && (
          <Button onClick={() => setStep('mfa')}>{text('users.mfa-reset')}</Button>
        )}
        {isGuest && <Button onClick={() => setStep('promote')}>{text('users.promote')}</Button>}
        {!isGuest && !isMe && (
          <Button onClick={() => setStep('demote')}>{text('users.demote')}</Button>
        )}
      </div>
      <ProblemLine>{activated.problem || mailed.problem}</ProblemLine>
      <Outcome>{mailed.outcome}</Outcome>
      {step && (
        <ConfirmDialog
          title={text(`users.${step}-title`, { name })}
          detail={text(steps[step].detail, { name })}
          action={text(step === 'mfa' ? 'users.mfa-reset' : `users.${step}`)}
          run={async () => {
            await steps[step].run(user.id)
            await onChanged()
          }}
          onClose={() => setStep(undefined)}
        />
      )}
      {isSettingPassword && (
        <PasswordDialog userId={user.id} name={name} onClose={() => setSettingPassword(false)} />
      )}
    </>
  )
}
