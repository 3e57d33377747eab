import { useEntities } from '#web/entities/store.ts'
import { Link } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'

/** A channel of the team by its name; a name that we don't know stays a text. */
export function ChannelLink({ name }: { name: string }) {
  const team = useCurrentTeam()
  const title = useEntities(
    (now) =>
      [...now.channels.values()].find(
        (channel) => channel.team_id === team.id && channel.name === name,
      )?.display_name,
  )
  if (!title) return <span>~{name}</span>
  return <Link to={{ page: 'channel', team: team.name, channel: name }}>~{title}</Link>
}
