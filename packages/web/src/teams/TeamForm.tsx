import type { Team } from '@mattermost/types/teams'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { basePath } from '#web/router/base.ts'
import frame from '#web/session/AuthFrame.module.css'
import { useSession } from '#web/session/session.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { problemOfTeamName, urlNameOf } from './team-name.ts'

/** The form of a new team. */
export function TeamForm({ onMade }: { onMade: (team: Team) => void }) {
  const text = useText()
  const { realtime } = useSession()
  const [displayName, setDisplayName] = useState('')
  const [chosenName, setChosenName] = useState<string>()
  const name = chosenName ?? urlNameOf(displayName)
  const problem = problemOfTeamName(name)
  const isProblemShown = name !== '' || chosenName !== undefined

  const create = useMutation({
    // The client's type asks for a complete team, which only the server can make.
    mutationFn: () =>
      client.createTeam({ name, display_name: displayName.trim(), type: 'O' } as Team),
    onSuccess: async (team) => {
      await realtime.refreshTeams()
      onMade(team)
    },
  })

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    if (!problem) create.mutate()
  }

  return (
    <form className={frame.form} onSubmit={handleSubmit}>
      <Field
        label={text('teams.display-name')}
        value={displayName}
        onChange={setDisplayName}
        maxLength={64}
        autoComplete="off"
        autoFocus
        required
      />
      <Field
        label={text('teams.url-name')}
        prefix={`${window.location.host}${basePath}/`}
        value={name}
        onChange={(value) => setChosenName(value.toLowerCase())}
        hint={text('teams.url-hint')}
        problem={problem && isProblemShown ? text(`name.${problem}`) : ''}
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <ProblemLine>
        {create.isError ? reasonOf(create.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Button
        type="submit"
        look="primary"
        isBusy={create.isPending}
        disabled={problem !== undefined || displayName.trim() === ''}
      >
        {text('teams.create')}
      </Button>
    </form>
  )
}
