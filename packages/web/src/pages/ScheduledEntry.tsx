import type { ScheduledPost } from '@mattermost/types/schedule_post'
import { CalendarClock, SendHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withoutScheduled, withScheduled } from '#web/entities/scheduled.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { TimeDialog } from '#web/scheduling/TimeDialog.tsx'
import { useWhen } from '#web/scheduling/use-when.ts'
import { useSession } from '#web/session/session.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { say } from '#web/ui/toasts.ts'
import { KeptMessage } from './KeptMessage.tsx'
import { messageOf } from './message-of.ts'
import { failureTextOf } from './scheduled-failures.ts'

/** A message that the server sends later, or could not send. */
export function ScheduledEntry({ id }: { id: string }) {
  const text = usePaneText()
  const when = useWhen()
  const scheduled = useEntities((now) => now.scheduled.get(id))
  const [dialog, setDialog] = useState<'delete' | 'time' | 'send'>()
  if (!scheduled) return null
  const code = scheduled.error_code
  const close = () => setDialog(undefined)

  return (
    <KeptMessage
      kept={scheduled}
      when={text(code ? 'scheduled.was-for' : 'scheduled.for', {
        when: when(scheduled.scheduled_at),
      })}
      {...(code && { state: 'failed' as const, problem: text(failureTextOf(code)) })}
      actions={
        <>
          <IconButton label={text('scheduled.change')} onClick={() => setDialog('time')}>
            <CalendarClock size={16} aria-hidden />
          </IconButton>
          <IconButton label={text('scheduled.delete')} onClick={() => setDialog('delete')}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
          <IconButton label={text('scheduled.send')} onClick={() => setDialog('send')}>
            <SendHorizontal size={16} aria-hidden />
          </IconButton>
          <Dialogs scheduled={scheduled} dialog={dialog} onClose={close} />
        </>
      }
    />
  )
}

type DialogsProps = {
  scheduled: ScheduledPost
  dialog: 'delete' | 'time' | 'send' | undefined
  onClose: () => void
}

function Dialogs({ scheduled, dialog, onClose }: DialogsProps) {
  const text = usePaneText()
  const actions = useScheduledActions(scheduled)
  switch (dialog) {
    case 'time':
      return (
        <TimeDialog
          title={text('scheduled.change')}
          action={text('save')}
          time={Math.max(scheduled.scheduled_at, Date.now())}
          onPick={actions.change}
          onClose={onClose}
        />
      )
    case 'delete':
      return (
        <ConfirmDialog
          title={text('scheduled.delete-title')}
          detail={text('drafts.delete-text')}
          action={text('scheduled.delete')}
          run={actions.remove}
          onClose={onClose}
        />
      )
    case 'send':
      return (
        <ConfirmDialog
          title={text('scheduled.send-title')}
          detail={text('scheduled.send-text')}
          action={text('scheduled.send')}
          run={actions.send}
          onClose={onClose}
        />
      )
    default:
      return null
  }
}

function useScheduledActions(scheduled: ScheduledPost) {
  const text = usePaneText()
  const { outbox } = useSession()

  async function remove(): Promise<void> {
    await client.deleteScheduledPost(scheduled.user_id, scheduled.id, '')
    update(withoutScheduled, scheduled.id)
  }

  return {
    remove,
    /** First it is taken from the server, so that it is never sent twice; the outbox loses nothing. */
    send: async () => {
      await remove()
      outbox.write(messageOf(scheduled))
    },
    change: (scheduled_at: number) => {
      client.updateScheduledPost({ ...scheduled, scheduled_at }, '').then(
        ({ data }) => update(withScheduled, [data]),
        (error: unknown) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
      )
    },
  }
}
