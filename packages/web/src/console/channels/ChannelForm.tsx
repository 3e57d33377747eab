import type { Channel } from '@mattermost/types/channels'
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

type Editable = Pick<Channel, 'display_name' | 'purpose' | 'header'>

/** What a channel is called and for. */
export function ChannelForm({
  channel,
  onChanged,
}: {
  channel: Channel
  onChanged: () => unknown
}) {
  const text = useConsoleText()
  const common = useText()
  const [changes, setChanges] = useState<Partial<Editable>>({})
  const now = { ...channel, ...changes }
  const saved = useAction(() => client.patchChannel(channel.id, changes), {
    done: text('saved'),
    onDone: () => {
      setChanges({})
      return onChanged()
    },
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    saved.run()
  }

  return (
    <Card title={text('channels.profile')}>
      <form className={styles.form} onSubmit={handleSubmit}>
        <Field
          label={text('channels.name')}
          value={now.display_name}
          onChange={(display_name) => setChanges({ ...changes, display_name })}
        />
        <Field
          label={text('channels.purpose')}
          value={now.purpose}
          onChange={(purpose) => setChanges({ ...changes, purpose })}
        />
        <Field
          label={text('channels.header')}
          value={now.header}
          onChange={(header) => setChanges({ ...changes, header })}
        />
        <div className={styles.end}>
          <Button
            type="submit"
            look="primary"
            disabled={Object.keys(changes).length === 0}
            isBusy={saved.isBusy}
          >
            {common('save')}
          </Button>
        </div>
      </form>
      <ProblemLine>{saved.problem}</ProblemLine>
      <Outcome>{saved.outcome}</Outcome>
    </Card>
  )
}
