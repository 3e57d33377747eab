import { readEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'

/** Chooses whom to write to. */
export function NewMessageDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()

  function handlePick(userId: string) {
    const user = readEntities().users.get(userId)
    onClose()
    if (user) navigate({ page: 'messages', team: team.name, with: `@${user.username}` })
  }

  return (
    <Dialog title={text('channels.new-message')} onClose={onClose}>
      <UserPicker
        teamId={team.id}
        actionLabel={(name) => text('channels.message-name', { name })}
        onPick={handlePick}
      />
    </Dialog>
  )
}
