import { useState } from 'react'
import { isCommand } from '#web/composing/commands.ts'
import { useCommand } from '#web/composing/use-command.ts'
import { useNotifyCheck } from '#web/composing/use-notify-check.ts'
import { useSchedule } from '#web/composing/use-schedule.ts'
import type { Wishes } from '#web/entities/entities.ts'
import { useEntities } from '#web/entities/store.ts'
import { useUploads } from '#web/files/use-uploads.ts'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useDraft } from './use-draft.ts'
import { useRoom } from './use-room.ts'
import { useTyping } from './use-typing.ts'

type WritingPlace = { channelId: string; rootId: string; onSent: () => void }

/** The message that is being written in a place, and the ways in which it may leave. */
export function useWriting({ channelId, rootId, onSent }: WritingPlace) {
  const { outbox } = useSession()
  const team = useCurrentTeam()
  const place = { channelId, rootId, teamId: team.id }
  const [message, setMessage] = useDraft(channelId, rootId)
  const [wishes, setWishes] = useState<Wishes>({})
  const typing = useTyping(channelId, rootId)
  const room = useRoom(message)
  const files = useUploads(rootId || channelId, channelId)
  const notify = useNotifyCheck(channelId)
  const hasFiles = useEntities((now) => now.config.EnableFileAttachments !== 'false')
  const canEverSchedule = useEntities((now) => now.config.ScheduledPosts === 'true')
  const command = useCommand(place, clear)
  const schedule = useSchedule(clear)
  const isCalling = isCommand(message) && files.pending.length === 0
  const isEmpty = message.trim() === '' && files.pending.length === 0
  const canSend = !isEmpty && room >= 0 && files.isSettled && !command.isRunning

  function change(value: string) {
    setMessage(value)
    command.reset()
    if (value !== '') typing.say()
  }

  function clear() {
    files.clear()
    typing.end()
    setMessage('')
    setWishes({})
    command.reset()
  }

  function send() {
    const isWished = Object.keys(wishes).length > 0
    outbox.write({
      channelId,
      rootId,
      message,
      files: files.pending,
      ...(isWished && { wishes }),
    })
    clear()
    onSent()
  }

  return {
    place,
    message,
    change,
    room,
    files,
    hasFiles,
    wishes,
    setWishes,
    notify,
    command,
    isCommand: isCalling,
    canSend,
    canEverSchedule,
    // Until then the files have to be with the server.
    canSchedule: canSend && !isCalling && files.pending.every(({ fileId }) => fileId !== ''),
    send,
    submit: () => {
      if (!canSend) return
      if (isCalling) command.run(message)
      else void notify.check(message, send)
    },
    sendAt: (time: number) => {
      const fileIds = files.pending.map(({ fileId }) => fileId)
      schedule.mutate({ channelId, rootId, message, fileIds, wishes, time })
    },
  }
}
