import { TeamPage } from './TeamPage.tsx'
import { TeamsPage } from './TeamsPage.tsx'

/** The list of teams, or the one with the id. */
export function TeamsPages({ id }: { id: string }) {
  return id === '' ? <TeamsPage /> : <TeamPage key={id} id={id} />
}
