import type { Team } from '@mattermost/types/teams'
import { useMemo } from 'react'
import type { Entities } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'

/** The teams one is in, by name. */
export function useMyTeams(): Team[] {
  const teams = useEntities((now) => now.teams)
  const teamMembers = useEntities((now) => now.teamMembers)
  return useMemo(
    () =>
      [...teams.values()]
        .filter((team) => team.delete_at === 0 && teamMembers.has(team.id))
        .sort((a, b) => a.display_name.localeCompare(b.display_name)),
    [teams, teamMembers],
  )
}

/**
 * Whether the roles that one has in the system and a team allow something. The server decides in
 * any case; where the roles aren't known, it is asked.
 */
export const selectMay = (permission: string, teamId?: string) => (now: Entities) => {
  if (now.roles.size === 0) return true
  const team = teamId ? now.teamMembers.get(teamId)?.roles : ''
  const names = `${now.users.get(now.myId)?.roles ?? ''} ${team ?? ''}`.split(' ')
  return names.some((name) => now.roles.get(name)?.permissions.includes(permission))
}

/** Whether at least one of several permissions is given. */
export const selectMayAny =
  (permissions: readonly string[], teamId: string) =>
  (now: Entities): boolean =>
    permissions.some((permission) => selectMay(permission, teamId)(now))

/** The same with the roles that one has in a channel. */
export const selectMayInChannel =
  (permission: string, channel: { id: string; team_id: string }) => (now: Entities) => {
    if (selectMay(permission, channel.team_id)(now)) return true
    const names = now.members.get(channel.id)?.roles.split(' ') ?? []
    return names.some((name) => now.roles.get(name)?.permissions.includes(permission))
  }
