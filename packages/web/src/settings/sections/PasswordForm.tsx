import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Form, Pair } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe } from '#web/settings/use-me.ts'
import { Field } from '#web/ui/Field.tsx'

/** Another password, for who knows the present one. */
export function PasswordForm() {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const minimum = Number(useEntities((now) => now.config.PasswordMinimumLength)) || 8
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const form = useForm(
    () => client.updateUserPassword(me.id, present, next),
    () => {
      setPresent('')
      setNext('')
      setAgain('')
    },
  )
  const isDifferent = again !== '' && again !== next
  return (
    <Form
      {...form}
      action={text('security.password-change')}
      isReady={present !== '' && next.length >= minimum && again === next}
    >
      {/* Password managers want to know whose password it is. */}
      <input type="text" hidden readOnly autoComplete="username" value={me.username} />
      <Field
        label={text('security.password-present')}
        type="password"
        autoComplete="current-password"
        value={present}
        onChange={setPresent}
      />
      <Pair>
        <Field
          label={text('security.password-next')}
          hint={common('signup.password-hint', { minimum })}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
        />
        <Field
          label={text('security.password-again')}
          problem={isDifferent ? text('security.password-different') : ''}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
        />
      </Pair>
    </Form>
  )
}
