import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'

type PasswordDialogProps = { userId: string; name: string; onClose: () => void }

/** Sets a new password for somebody else. */
export function PasswordDialog({ userId, name, onClose }: PasswordDialogProps) {
  const text = useConsoleText()
  const common = useText()
  const [password, setPassword] = useState('')
  const changed = useAction(() => client.updateUserPassword(userId, '', password), {
    onDone: onClose,
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    changed.run()
  }

  return (
    <Dialog title={text('users.set-password-title', { name })} onClose={onClose}>
      <form onSubmit={handleSubmit} style={{ display: 'contents' }}>
        <Field
          label={text('users.new-password')}
          hint={text('users.new-password-hint')}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          problem={changed.problem}
          onChange={setPassword}
        />
        <DialogActions>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look="primary" disabled={password === ''} isBusy={changed.isBusy}>
            {text('users.set-password')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
