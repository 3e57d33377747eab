import { useMutation, useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { isTransient, reasonOf } from '#web/api/errors.ts'
import { readEntities } from '#web/entities/store.ts'
import { redirect } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { PaneLanguage, usePaneText } from './texts/pane-text.tsx'

type PermalinkProblemProps = {
  postId: string
  onRetry: () => void
}

/** A message that can't be read yet, and where one would have to join to read it. */
export function PermalinkProblem(props: PermalinkProblemProps) {
  return (
    <PaneLanguage>
      <Content {...props} />
    </PaneLanguage>
  )
}

function Content({ postId, onRetry }: PermalinkProblemProps) {
  const text = usePaneText()
  const { realtime } = useSession()
  const info = useQuery({
    queryKey: ['post-info', postId],
    queryFn: () => client.getPostInfo(postId),
    retry: (count, error) => isTransient(error) && count < 2,
  })
  const join = useMutation({
    mutationFn: async () => {
      if (!info.data) return
      const { myId } = readEntities()
      const { team_id, channel_id, has_joined_team, has_joined_channel } = info.data
      if (!has_joined_team && team_id) await client.addToTeam(team_id, myId)
      if (!has_joined_team) await realtime.refreshTeams()
      if (!has_joined_channel) await client.addToChannel(myId, channel_id)
      await realtime.refreshChannel(channel_id)
      const team = readEntities().teams.get(team_id)
      if (team) redirect({ page: 'permalink', team: team.name, postId })
      onRetry()
    },
  })
  const found = info.data
  if (!found) {
    return (
      <Problem
        isPage
        title={text('channels.not-found')}
        detail={text('channels.not-found-detail')}
        onRetry={onRetry}
      />
    )
  }
  return (
    <Problem
      isPage
      title={text('permalink.elsewhere')}
      detail={text('permalink.where', {
        channel: found.channel_display_name,
        team: found.team_display_name,
      })}
    >
      <ProblemLine>
        {join.isError ? reasonOf(join.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <Button look="primary" isBusy={join.isPending} onClick={() => join.mutate()}>
        {text('permalink.join')}
      </Button>
    </Problem>
  )
}
