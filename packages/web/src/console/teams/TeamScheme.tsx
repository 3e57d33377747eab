import type { Team } from '@mattermost/types/teams'
import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, LabelledSelect } from '#web/console/ui/Controls.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'

const MAX = 200

/** Whose rules apply in a team: those of the system or of a scheme. */
export function TeamScheme({ team, onChanged }: { team: Team; onChanged: () => unknown }) {
  const text = useConsoleText()
  const schemes = useQuery({
    queryKey: ['console', 'schemes'],
    queryFn: () => client.getSchemes('team', 0, MAX),
    staleTime: 0,
  })
  const changed = useAction((id: string) => client.updateTeamScheme(team.id, id), {
    onDone: onChanged,
  })
  return (
    <Card title={text('teams.scheme')} lead={text('teams.scheme-lead')}>
      <Answer query={schemes} lines={1}>
        {(found) => (
          <Filters>
            <LabelledSelect
              label={text('teams.scheme')}
              value={changed.wish ?? team.scheme_id ?? ''}
              disabled={changed.isBusy}
              options={[
                { value: '', label: text('schemes.system') },
                ...found.map((scheme) => ({ value: scheme.id, label: scheme.display_name })),
              ]}
              onChange={(id) => changed.run(id)}
            />
          </Filters>
        )}
      </Answer>
      <ProblemLine>{changed.problem}</ProblemLine>
    </Card>
  )
}
