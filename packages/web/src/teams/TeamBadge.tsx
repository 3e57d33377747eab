import type { Team } from '@mattermost/types/teams'
import { client } from '#web/api/client.ts'
import styles from './TeamBadge.module.css'

type TeamBadgeProps = {
  name: string
  /** Shows the picture of the team, where it has one. */
  team?: Pick<Team, 'id' | 'last_team_icon_update'>
}

/** A team's picture, or else the first letters of its name. */
export function TeamBadge({ name, team }: TeamBadgeProps) {
  const changedAt = team?.last_team_icon_update
  if (team && changedAt) {
    return <img className={styles.picture} src={client.getTeamIconUrl(team.id, changedAt)} alt="" />
  }
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
  return <span className={styles.badge} data-letters={letters.toUpperCase()} aria-hidden />
}
