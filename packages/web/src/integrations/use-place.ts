import { useMemo } from 'react'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useMyId } from '#web/users/use-user.ts'
import type { Place } from './kind.ts'

/** The team, and who asks. */
export function usePlace(): Place {
  const { id: teamId } = useCurrentTeam()
  const myId = useMyId()
  return useMemo(() => ({ teamId, myId }), [teamId, myId])
}
