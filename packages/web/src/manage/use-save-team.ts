import type { Team } from '@mattermost/types/teams'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update } from '#web/entities/store.ts'
import { withTeams } from '#web/entities/teams.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useManageText } from './texts/manage-text.tsx'

/** Changes of the team, with what to say of them. */
export function useSaveTeam() {
  const text = useManageText()
  const team = useCurrentTeam()
  const saving = useMutation({
    mutationFn: (patch: Partial<Team>) => client.patchTeam({ ...patch, id: team.id }),
    onSuccess: (saved) => update(withTeams, [saved]),
  })
  return {
    save: saving.mutate,
    isBusy: saving.isPending,
    isSaved: saving.isSuccess,
    problem: saving.isError ? reasonOf(saving.error) || text('problem.unreachable') : '',
  }
}
