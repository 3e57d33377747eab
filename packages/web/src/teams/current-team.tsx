import type { Team } from '@mattermost/types/teams'
import { createContext, useContext } from 'react'

const CurrentTeam = createContext<Team | undefined>(undefined)

/** Names the team that the pages below are about. */
export const CurrentTeamProvider = CurrentTeam.Provider

/** The team that the present page is about. */
export function useCurrentTeam(): Team {
  const team = useContext(CurrentTeam)
  if (!team) throw new Error('This component belongs below a CurrentTeamProvider.')
  return team
}
