import type { Scheme } from '@mattermost/types/schemes'
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

type SchemeFormProps = {
  /** Undefined for a new one. */
  scheme?: Scheme
  onSaved: (scheme: Scheme) => unknown
}

/** What a scheme is called and for. */
export function SchemeForm({ scheme, onSaved }: SchemeFormProps) {
  const text = useConsoleText()
  const common = useText()
  const [name, setName] = useState(scheme?.display_name ?? '')
  const [description, setDescription] = useState(scheme?.description ?? '')
  const saved = useAction(
    async () => {
      const words = { display_name: name.trim(), description }
      await onSaved(
        scheme
          ? await client.patchScheme(scheme.id, words)
          : await client.createScheme({ ...words, scope: 'team' }),
      )
    },
    { done: text('saved') },
  )
  const isChanged =
    name.trim() !== '' &&
    (name !== scheme?.display_name || description !== (scheme?.description ?? ''))

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    saved.run()
  }

  return (
    <Card title={text(scheme ? 'schemes.profile' : 'schemes.new')}>
      <form className={styles.form} onSubmit={handleSubmit}>
        <Field label={text('schemes.name')} value={name} maxLength={128} onChange={setName} />
        <Field
          label={text('schemes.description')}
          value={description}
          maxLength={1024}
          onChange={setDescription}
        />
        <div className={styles.end}>
          <Button type="submit" look="primary" disabled={!isChanged} isBusy={saved.isBusy}>
            {scheme ? common('save') : text('schemes.create')}
          </Button>
        </div>
      </form>
      <ProblemLine>{saved.problem}</ProblemLine>
      <Outcome>{saved.outcome}</Outcome>
    </Card>
  )
}
