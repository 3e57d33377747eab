import type { UserProfile } from '@mattermost/types/users'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Outcome } from '#web/console/ui/Answer.tsx'
import styles from '#web/console/ui/Form.module.css'
import { Card } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

const fields = ['username', 'email', 'first_name', 'last_name', 'nickname', 'position'] as const
type FieldName = (typeof fields)[number]

/** Names and addresses of an account. */
export function ProfileForm({ user, onChanged }: { user: UserProfile; onChanged: () => unknown }) {
  const text = useConsoleText()
  const common = useText()
  const [changes, setChanges] = useState<Partial<Record<FieldName, string>>>({})
  const saved = useAction(() => client.patchUser({ id: user.id, ...changes }), {
    done: text('saved'),
    onDone: () => {
      setChanges({})
      return onChanged()
    },
  })
  const isChanged = fields.some(
    (name) => changes[name] !== undefined && changes[name] !== user[name],
  )

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    if (isChanged) saved.run()
  }

  return (
    <Card title={text('users.profile')}>
      <form className={styles.form} onSubmit={handleSubmit}>
        {fields.map((name) => (
          <Field
            key={name}
            label={text(`users.field.${name}`)}
            value={changes[name] ?? user[name]}
            autoComplete="off"
            onChange={(value) => setChanges({ ...changes, [name]: value })}
          />
        ))}
        <div className={styles.end}>
          <Button type="submit" look="primary" disabled={!isChanged} isBusy={saved.isBusy}>
            {common('save')}
          </Button>
        </div>
      </form>
      <ProblemLine>{saved.problem}</ProblemLine>
      <Outcome>{saved.outcome}</Outcome>
    </Card>
  )
}
