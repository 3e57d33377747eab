import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withChannels } from '#web/entities/channels.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Chip, Chips } from '#web/ui/Chips.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import styles from './Dialogs.module.css'

/** The most others in a group message, and the fewest: with one it is a direct message. */
const MAX_OTHERS = 7
const MIN_OTHERS = 2

/** Chooses whom to write to: one person, or a few who are gathered first. */
export function NewMessageDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const { realtime } = useSession()
  const [ids, setIds] = useState<readonly string[]>([])

  const start = useMutation({
    mutationFn: async () => {
      const channel = await client.createGroupChannel([myId, ...ids])
      update(withChannels, [channel])
      await realtime.refreshChannel(channel.id)
      return channel
    },
    onSuccess: (channel) => {
      onClose()
      navigate({ page: 'messages', team: team.name, with: channel.name })
    },
  })

  function handlePick(userId: string) {
    if (ids.length > 0) return gather(userId)
    const user = readEntities().users.get(userId)
    onClose()
    if (user) navigate({ page: 'messages', team: team.name, with: `@${user.username}` })
  }

  function gather(userId: string) {
    if (ids.length < MAX_OTHERS) setIds([...ids, userId])
  }

  const isGroup = ids.length > 0
  const isFull = ids.length >= MAX_OTHERS
  return (
    <Dialog title={text('channels.new-message')} onClose={onClose}>
      {isGroup && (
        <Chips label={text('channels.group-people')}>
          {ids.map((id) => (
            <Chosen key={id} userId={id} onRemove={() => setIds(ids.filter((one) => one !== id))} />
          ))}
        </Chips>
      )}
      <UserPicker
        teamId={team.id}
        actionLabel={(name) =>
          text(isGroup ? 'channels.group-add' : 'channels.message-name', { name })
        }
        isHidden={(userId) => ids.includes(userId) || (isGroup && userId === myId)}
        onPick={handlePick}
        {...(!isFull && {
          second: {
            label: (name) => text('channels.group-add', { name }),
            isHidden: (userId) => userId === myId,
            onPick: gather,
          },
        })}
      />
      <ProblemLine>
        {start.isError ? reasonOf(start.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      {isGroup && (
        <DialogActions>
          <p className={styles.hint}>
            {text('channels.group-hint', { minimum: MIN_OTHERS, maximum: MAX_OTHERS })}
          </p>
          <Button
            look="primary"
            isBusy={start.isPending}
            disabled={ids.length < MIN_OTHERS}
            onClick={() => start.mutate()}
          >
            {text('channels.group-start')}
          </Button>
        </DialogActions>
      )}
    </Dialog>
  )
}

function Chosen({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  return <Chip name={useUserName(userId)} onRemove={onRemove} />
}
