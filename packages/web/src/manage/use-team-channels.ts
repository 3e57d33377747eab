import type { ServerChannel } from '@mattermost/types/channels'
import { useMemo } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'

/** The channels of the team that one is in, by name. */
export function useTeamChannels(): ServerChannel[] {
  const { id } = useCurrentTeam()
  const channels = useEntities((now) => now.channels)
  const members = useEntities((now) => now.members)
  return useMemo(
    () =>
      [...channels.values()]
        .filter((one) => one.team_id === id && one.delete_at === 0 && members.has(one.id))
        .sort((a, b) => a.display_name.localeCompare(b.display_name)),
    [channels, members, id],
  )
}
