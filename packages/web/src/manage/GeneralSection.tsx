import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update } from '#web/entities/store.ts'
import { withTeams } from '#web/entities/teams.ts'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { TeamBadge } from '#web/teams/TeamBadge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './Manage.module.css'
import { Actions, Done, Form, PageHead, Part, TextArea } from './parts.tsx'
import { useManageText } from './texts/manage-text.tsx'
import { useSaveTeam } from './use-save-team.ts'

/** What a team is called and looks like, and its end. */
export function GeneralSection() {
  const text = useManageText()
  return (
    <>
      <PageHead title={text('manage.general')} lead={text('general.lead')} />
      <NamePart />
      <IconPart />
      <ArchivePart />
    </>
  )
}

function NamePart() {
  const text = useManageText()
  const team = useCurrentTeam()
  const { save, isBusy, isSaved, problem } = useSaveTeam()
  const [displayName, setDisplayName] = useState(team.display_name)
  const [description, setDescription] = useState(team.description)

  return (
    <Form
      onSubmit={() => save({ display_name: displayName.trim(), description: description.trim() })}
    >
      <Field
        label={text('teams.display-name')}
        value={displayName}
        onChange={setDisplayName}
        maxLength={64}
        autoComplete="off"
        required
      />
      <TextArea
        label={text('general.description')}
        hint={text('general.description-hint')}
        value={description}
        onChange={setDescription}
        maxLength={255}
        rows={2}
      />
      <ProblemLine>{problem}</ProblemLine>
      <Actions>
        <Button
          type="submit"
          look="primary"
          isBusy={isBusy}
          disabled={displayName.trim().length < 2}
        >
          {text('save')}
        </Button>
        {isSaved && <Done>{text('saved')}</Done>}
      </Actions>
    </Form>
  )
}

function IconPart() {
  const text = useManageText()
  const team = useCurrentTeam()
  const change = useMutation({
    mutationFn: async (file: File | undefined) => {
      if (file) await client.setTeamIcon(team.id, file)
      else await client.removeTeamIcon(team.id)
      update(withTeams, [await client.getTeam(team.id)])
    },
  })
  return (
    <Part title={text('general.icon')} lead={text('general.icon-lead')}>
      <div className={styles.icon}>
        <TeamBadge name={team.display_name} team={team} />
        <label className={styles.pick}>
          {text('general.icon-choose')}
          <input
            type="file"
            accept="image/png,image/jpeg,image/gif"
            onChange={(event) => {
              const [file] = event.target.files ?? []
              if (file) change.mutate(file)
              event.target.value = ''
            }}
          />
        </label>
        {Boolean(team.last_team_icon_update) && (
          <Button isBusy={change.isPending} onClick={() => change.mutate(undefined)}>
            {text('general.icon-remove')}
          </Button>
        )}
      </div>
      <ProblemLine>
        {change.isError ? reasonOf(change.error) || text('problem.unreachable') : ''}
      </ProblemLine>
    </Part>
  )
}

function ArchivePart() {
  const text = useManageText()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const [isAsked, setIsAsked] = useState(false)
  return (
    <Part title={text('general.archive')} lead={text('general.archive-lead')}>
      <Actions>
        <Button look="danger" onClick={() => setIsAsked(true)}>
          {text('general.archive-team')}
        </Button>
      </Actions>
      {isAsked && (
        <ConfirmDialog
          title={text('general.archive-title', { team: team.display_name })}
          detail={text('general.archive-lead')}
          action={text('general.archive-team')}
          run={async () => {
            await client.deleteTeam(team.id)
            await realtime.refreshTeams()
            navigate({ page: 'selectTeam' })
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </Part>
  )
}
