import type { Draft } from '@mattermost/types/drafts'
import { CalendarClock, Pencil, SendHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { withScheduled } from '#web/entities/scheduled.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { navigate } from '#web/router/router.tsx'
import { TimeDialog } from '#web/scheduling/TimeDialog.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useAgo } from '#web/threads/use-ago.ts'
import { IconButton } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { say } from '#web/ui/toasts.ts'
import { KeptMessage } from './KeptMessage.tsx'
import { messageOf } from './message-of.ts'

/** Something that one has begun to write. */
export function DraftEntry({ draft }: { draft: Draft }) {
  const text = usePaneText()
  const ago = useAgo(draft.update_at)
  const [dialog, setDialog] = useState<'delete' | 'schedule'>()
  const actions = useDraftActions(draft)
  const canSend = useEntities((now) => {
    const channel = now.channels.get(draft.channel_id)
    return channel?.delete_at === 0
  })
  const hasScheduling = useEntities((now) => now.config.ScheduledPosts !== 'false')

  return (
    <KeptMessage
      kept={draft}
      when={ago}
      actions={
        <>
          <IconButton label={text('drafts.edit')} onClick={actions.edit}>
            <Pencil size={16} aria-hidden />
          </IconButton>
          {canSend && hasScheduling && (
            <IconButton label={text('drafts.schedule')} onClick={() => setDialog('schedule')}>
              <CalendarClock size={16} aria-hidden />
            </IconButton>
          )}
          <IconButton label={text('drafts.delete')} onClick={() => setDialog('delete')}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
          {canSend && (
            <IconButton label={text('drafts.send')} onClick={actions.send}>
              <SendHorizontal size={16} aria-hidden />
            </IconButton>
          )}
          {dialog === 'delete' && (
            <ConfirmDialog
              title={text('drafts.delete-title')}
              detail={text('drafts.delete-text')}
              action={text('drafts.delete')}
              run={async () => actions.remove()}
              onClose={() => setDialog(undefined)}
            />
          )}
          {dialog === 'schedule' && (
            <TimeDialog
              title={text('drafts.schedule')}
              action={text('drafts.schedule')}
              onPick={actions.schedule}
              onClose={() => setDialog(undefined)}
            />
          )}
        </>
      }
    />
  )
}

function useDraftActions(draft: Draft) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const { drafts, outbox } = useSession()
  const { channel_id: channelId, root_id: rootId } = draft
  const remove = () => drafts.write({ channelId, rootId }, '')

  return {
    remove,
    edit: () => {
      const now = readEntities()
      const channel = now.channels.get(channelId)
      if (!channel) return
      const place = routeOfChannel(channel, team.name, now)
      navigate(rootId ? { ...place, thread: rootId } : place)
    },
    send: () => {
      outbox.write(messageOf(draft))
      remove()
      say(text('drafts.sent'))
    },
    schedule: (scheduled_at: number) => {
      const { delete_at: _, ...kept } = draft
      client.createScheduledPost({ ...kept, scheduled_at }, '').then(
        ({ data }) => {
          update(withScheduled, [data])
          remove()
        },
        (error: unknown) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
      )
    },
  }
}
