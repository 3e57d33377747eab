import type { ServerChannel } from '@mattermost/types/channels'
import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { redirect } from '#web/router/router.tsx'
import type { ChannelRoute } from '#web/router/routes.ts'

/** A message that lies in another team than its link says is shown there. */
export function useRightTeam(channel: ServerChannel | undefined, route: ChannelRoute): void {
  const team = useEntities((now) => now.teams.get(channel?.team_id ?? '')?.name ?? route.team)
  const isMine = useEntities((now) => now.teamMembers.has(channel?.team_id ?? ''))
  useEffect(() => {
    if (route.page === 'permalink' && isMine && team !== route.team) redirect({ ...route, team })
  }, [route, team, isMine])
}
