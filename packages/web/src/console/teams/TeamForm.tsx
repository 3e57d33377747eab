import type { Team } from '@mattermost/types/teams'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { LabelledSwitch } from '#web/console/ui/Controls.tsx'
import { EditCard } from '#web/console/ui/EditCard.tsx'
import { Field } from '#web/ui/Field.tsx'

type TeamFormProps = { team: Team; onChanged: () => unknown }

/** What a team is called, and who may come in by himself. */
export function TeamForm({ team, onChanged }: TeamFormProps) {
  const text = useConsoleText()
  return (
    <EditCard
      title={text('teams.profile')}
      kept={team}
      fields={(now, change) => (
        <>
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
        </>
      )}
      onSave={async (changes) => {
        await client.patchTeam({ id: team.id, ...changes })
        await onChanged()
      }}
    />
  )
}
