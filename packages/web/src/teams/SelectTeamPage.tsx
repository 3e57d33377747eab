import type { Team } from '@mattermost/types/teams'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ChevronRight, Plus } from 'lucide-react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { AuthFrame } from '#web/session/AuthFrame.tsx'
import { LogoutButton } from '#web/session/LogoutButton.tsx'
import { useSession } from '#web/session/session.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { selectMay, useMyTeams } from './my-teams.ts'
import styles from './SelectTeamPage.module.css'
import { TeamBadge } from './TeamBadge.tsx'

const PER_PAGE = 200

export function SelectTeamPage() {
  const text = useText()
  const mine = useMyTeams()
  const mayCreate = useEntities(selectMay('create_team'))
  const open = useQuery({ queryKey: ['teams', 'open'], queryFn: fetchOpenTeams })
  const myIds = new Set(mine.map((team) => team.id))
  const others = open.data?.filter((team) => !myIds.has(team.id)) ?? []

  return (
    <AuthFrame
      title={text('teams.select-title')}
      lead={mine.length === 0 ? text('teams.none-yet') : text('teams.select-lead')}
      footer={<LogoutButton />}
    >
      {mine.length > 0 && (
        <ul className={styles.list} aria-label={text('teams.mine')}>
          {mine.map((team) => (
            <li key={team.id}>
              <Link className={styles.team} to={{ page: 'team', team: team.name }}>
                <TeamBadge name={team.display_name} team={team} />
                <span className={styles.name}>{team.display_name}</span>
                <ChevronRight className={styles.arrow} size={18} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {open.isPending && <Skeleton lines={2} />}
      {open.isError && <Problem title={text('problem.load')} onRetry={() => void open.refetch()} />}
      {others.length > 0 && (
        <section className={styles.section}>
          <h2 className={styles.heading}>{text('teams.open')}</h2>
          <ul className={styles.list} aria-label={text('teams.open')}>
            {others.map((team) => (
              <OpenTeam key={team.id} team={team} />
            ))}
          </ul>
        </section>
      )}
      {mayCreate && (
        <Button look={mine.length === 0 ? 'primary' : 'plain'} onClick={toCreateTeam}>
          <Plus size={18} aria-hidden />
          {text('teams.create')}
        </Button>
      )}
    </AuthFrame>
  )
}

function OpenTeam({ team }: { team: Team }) {
  const text = useText()
  const { realtime } = useSession()
  const myId = useEntities((now) => now.myId)
  const join = useMutation({
    mutationFn: () => client.addToTeam(team.id, myId),
    onSuccess: async () => {
      await realtime.refreshTeams()
      navigate({ page: 'team', team: team.name })
    },
  })
  return (
    <li>
      <div className={styles.team}>
        <TeamBadge name={team.display_name} team={team} />
        <span className={styles.name}>
          {team.display_name}
          {team.description && <small className={styles.description}>{team.description}</small>}
        </span>
        <Button
          aria-label={text('teams.join-name', { team: team.display_name })}
          isBusy={join.isPending}
          onClick={() => join.mutate()}
        >
          {text('join')}
        </Button>
      </div>
      <ProblemLine>
        {join.isError ? reasonOf(join.error) || text('problem.unreachable') : ''}
      </ProblemLine>
    </li>
  )
}

function toCreateTeam(): void {
  navigate({ page: 'createTeam' })
}

async function fetchOpenTeams(): Promise<Team[]> {
  const found = await client.getTeams(0, PER_PAGE)
  const teams = Array.isArray(found) ? found : found.teams
  return teams.filter((team) => team.allow_open_invite && team.delete_at === 0)
}
