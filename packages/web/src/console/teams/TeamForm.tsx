import type { Team } from '@mattermost/types/teams'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Outcome } from '#web/console/ui/Answer.tsx'
import { LabelledSwitch } from '#web/console/ui/Controls.tsx'
import formStyles from '#web/console/ui/Form.module.css'
import { Card } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'

type Editable = Pick<Team, 'display_name' | 'description' | 'allowed_domains' | 'allow_open_invite'>

/** What a team is called, and who may come in by himself. */
export function TeamForm({ team, onChanged }: { team: Team; onChanged: () => unknown }) {
  const text = useConsoleText()
  const common = useText()
  const [changes, setChanges] = useState<Partial<Editable>>({})
  const now = { ...team, ...changes }
  const saved = useAction(() => client.patchTeam({ id: team.id, ...changes }), {
    done: text('saved'),
    onDone: () => {
      setChanges({})
      return onChanged()
    },
  })
  const change = (part: Partial<Editable>) => setChanges({ ...changes, ...part })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    saved.run()
  }

  return (
    <Card title={text('teams.profile')}>
      <form className={formStyles.form} onSubmit={handleSubmit}>
        <Field
          label={text('teams.name')}
          value={now.display_name}
          onChange={(display_name) => change({ display_name })}
        />
        <Field
          label={text('teams.description')}
          value={now.description}
          onChange={(description) => change({ description })}
        />
        <Field
          label={text('teams.domains')}
          hint={text('teams.domains-hint')}
          value={now.allowed_domains}
          onChange={(allowed_domains) => change({ allowed_domains })}
        />
        <LabelledSwitch
          label={text('teams.open')}
          hint={text('teams.open-hint')}
          checked={now.allow_open_invite}
          onChange={(allow_open_invite) => change({ allow_open_invite })}
        />
        <div className={formStyles.end}>
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
