import type { Team } from '@mattermost/types/teams'
import { Plus } from 'lucide-react'
import { memo, useMemo } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { unreadOfTeam } from '#web/entities/unread.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link } from '#web/router/router.tsx'
import { UserMenu } from '#web/users/UserMenu.tsx'
import { useCurrentTeam } from './current-team.tsx'
import { useMyTeams } from './my-teams.ts'
import { TeamBadge } from './TeamBadge.tsx'
import styles from './TeamRail.module.css'

/** The teams one is in, and the own account. */
export const TeamRail = memo(function TeamRail() {
  const text = useText()
  const teams = useMyTeams()
  return (
    <nav className={styles.rail} aria-label={text('teams.rail')}>
      <ul className={styles.teams}>
        {teams.map((team) => (
          <TeamItem key={team.id} team={team} />
        ))}
        <li>
          <Link
            className={styles.add}
            to={{ page: 'selectTeam' }}
            aria-label={text('teams.more')}
            title={text('teams.more')}
          >
            <Plus size={20} aria-hidden />
          </Link>
        </li>
      </ul>
      <UserMenu />
    </nav>
  )
})

function TeamItem({ team }: { team: Team }) {
  const text = useText()
  const isCurrent = useCurrentTeam().id === team.id
  const members = useEntities((now) => now.members)
  const channels = useEntities((now) => now.channels)
  const config = useEntities((now) => now.config)
  const preferences = useEntities((now) => now.preferences)
  const unread = useMemo(
    () => unreadOfTeam({ members, channels, config, preferences }, team.id),
    [members, channels, config, preferences, team.id],
  )
  const state = unread.mentions > 0 ? 'mentioned' : unread.messages > 0 ? 'unread' : 'read'
  return (
    <li className={styles.item} data-state={isCurrent ? 'current' : state}>
      <Link
        className={styles.team}
        to={{ page: 'team', team: team.name }}
        aria-label={
          state === 'read' ? team.display_name : text('teams.unread', { team: team.display_name })
        }
        aria-current={isCurrent ? 'page' : undefined}
        title={team.display_name}
      >
        <TeamBadge name={team.display_name} team={team} />
      </Link>
      {!isCurrent && unread.mentions > 0 && (
        <span className={styles.count} data-count={unread.mentions} aria-hidden />
      )}
    </li>
  )
}
