import type { PostAction } from '@mattermost/types/integration_actions'
import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { noteTrigger } from '#web/dialogs/triggers.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { say } from '#web/ui/toasts.ts'

/** Tells a program that its button was pressed, or what was chosen from its menu. */
export function useAction(
  { id, channel_id }: Pick<Post, 'id' | 'channel_id'>,
  action: PostAction & { id: string },
) {
  const text = useText()
  const team = useCurrentTeam()
  return useMutation({
    mutationFn: (chosen: string) =>
      client.doPostActionWithCookie(id, action.id, action.cookie ?? '', chosen),
    onSuccess: ({ trigger_id }) =>
      noteTrigger(trigger_id, { channelId: channel_id, teamId: team.id }),
    onError: (error) => {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('attachments.failed', { reason }), 'problem')
    },
  })
}
