import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { InviteForm } from './InviteForm.tsx'
import { ManageLanguage, useManageText } from './texts/manage-text.tsx'

/** The ways into the team, in a dialog. */
export function InvitePeople({ onClose }: { onClose: () => void }) {
  return (
    <ManageLanguage>
      <InviteBox onClose={onClose} />
    </ManageLanguage>
  )
}

function InviteBox({ onClose }: { onClose: () => void }) {
  const text = useManageText()
  const team = useCurrentTeam()
  return (
    <Dialog title={text('teams.invite', { team: team.display_name })} onClose={onClose}>
      <InviteForm />
    </Dialog>
  )
}
