import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { useChannelTitle } from './use-channel-title.ts'

type AddPeopleDialogProps = { channelId: string; onClose: () => void }

export function AddPeopleDialog({ channelId, onClose }: AddPeopleDialogProps) {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const title = useChannelTitle(channelId)
  const [added, setAdded] = useState<readonly string[]>([])
  const add = useMutation({
    mutationFn: (userId: string) => client.addToChannel(userId, channelId),
    onSuccess: (_, userId) => setAdded((before) => [...before, userId]),
  })
  return (
    <Dialog title={text('channels.add-people', { channel: title })} onClose={onClose}>
      <ProblemLine>
        {add.isError ? reasonOf(add.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      {added.length > 0 && <p role="status">{text('channels.added', { count: added.length })}</p>}
      <UserPicker
        teamId={team.id}
        actionLabel={(name) => text('channels.add-name', { name })}
        isHidden={(userId) => userId === myId || added.includes(userId)}
        onPick={add.mutate}
      />
    </Dialog>
  )
}
