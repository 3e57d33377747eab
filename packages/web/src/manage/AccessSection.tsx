import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update } from '#web/entities/store.ts'
import { withTeams } from '#web/entities/teams.ts'
import { hrefOf } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { Actions, CopyLine, Done, Form, PageHead, Part, Tick } from './parts.tsx'
import { useManageText } from './texts/manage-text.tsx'
import { useSaveTeam } from './use-save-team.ts'

/** Who can come into a team, and how. */
export function AccessSection() {
  const text = useManageText()
  const team = useCurrentTeam()
  const { save, isBusy, isSaved, problem } = useSaveTeam()
  const [isOpen, setIsOpen] = useState(team.allow_open_invite)
  const [domains, setDomains] = useState(team.allowed_domains)

  return (
    <>
      <PageHead title={text('manage.access')} lead={text('access.lead')} />
      <Form onSubmit={() => save({ allow_open_invite: isOpen, allowed_domains: domains.trim() })}>
        <Tick
          label={text('access.open')}
          hint={text('access.open-hint')}
          isOn={isOpen}
          onChange={setIsOpen}
        />
        <Field
          label={text('optional', { label: text('access.domains') })}
          hint={text('access.domains-hint')}
          value={domains}
          onChange={setDomains}
          maxLength={1000}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <ProblemLine>{problem}</ProblemLine>
        <Actions>
          <Button type="submit" look="primary" isBusy={isBusy}>
            {text('save')}
          </Button>
          {isSaved && <Done>{text('saved')}</Done>}
        </Actions>
      </Form>
      <LinkPart />
    </>
  )
}

function LinkPart() {
  const text = useManageText()
  const team = useCurrentTeam()
  const regenerate = useMutation({
    mutationFn: () => client.regenerateTeamInviteId(team.id),
    onSuccess: (saved) => update(withTeams, [saved]),
  })
  const link = window.location.origin + hrefOf({ page: 'signup', inviteId: team.invite_id })
  return (
    <Part title={text('teams.invite-link')} lead={text('access.link-lead')}>
      {team.invite_id && <CopyLine label={text('teams.invite-link')} value={link} />}
      <ProblemLine>
        {regenerate.isError ? reasonOf(regenerate.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Actions>
        <Button isBusy={regenerate.isPending} onClick={() => regenerate.mutate()}>
          {text('access.new-link')}
        </Button>
        {regenerate.isSuccess && <Done>{text('access.link-changed')}</Done>}
      </Actions>
    </Part>
  )
}
