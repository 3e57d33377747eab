import type { ScheduledPost } from '@mattermost/types/schedule_post'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import type { Wishes } from '#web/entities/entities.ts'
import { withScheduled } from '#web/entities/scheduled.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useWhen } from '#web/scheduling/use-when.ts'
import { say } from '#web/ui/toasts.ts'

export type ForLater = {
  channelId: string
  rootId: string
  message: string
  fileIds: readonly string[]
  wishes: Wishes
  time: number
}

/** Leaves a message with the server until its time. */
export function useSchedule(onDone: () => void) {
  const text = useText()
  const when = useWhen()
  return useMutation({
    mutationFn: async (given: ForLater) => {
      const { data } = await client.createScheduledPost(toScheduled(given), '')
      update(withScheduled, [data])
      return data.scheduled_at
    },
    onSuccess: (time) => {
      onDone()
      say(text('scheduling.done', { when: when(time) }))
    },
    onError: (error) => {
      const reason = reasonOf(error) || text('problem.unreachable')
      say(text('posts.did-not-work', { reason }), 'problem')
    },
  })
}

type NewScheduled = Partial<ScheduledPost> &
  Pick<ScheduledPost, 'channel_id' | 'message' | 'scheduled_at'>

function toScheduled({
  channelId,
  rootId,
  message,
  fileIds,
  wishes,
  time,
}: ForLater): NewScheduled {
  const { priority, isBurning } = wishes
  return {
    user_id: readEntities().myId,
    channel_id: channelId,
    root_id: rootId,
    message,
    file_ids: [...fileIds],
    ...(isBurning && { type: 'burn_on_read' as const }),
    ...(priority && { priority }),
    scheduled_at: time,
  }
}
