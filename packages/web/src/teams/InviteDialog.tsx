import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { hrefOf } from '#web/router/routes.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { useCurrentTeam } from './current-team.tsx'

/** The link that lets others into the team. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const [isCopied, setIsCopied] = useState(false)
  const link = window.location.origin + hrefOf({ page: 'signup', inviteId: team.invite_id })

  async function handleCopy() {
    await navigator.clipboard.writeText(link)
    setIsCopied(true)
  }

  return (
    <Dialog title={text('teams.invite', { team: team.display_name })} onClose={onClose}>
      <p>{text('teams.invite-text')}</p>
      <Field label={text('teams.invite-link')} value={link} onChange={() => {}} readOnly />
      <DialogActions>
        <Button look="primary" onClick={() => void handleCopy()}>
          {isCopied ? text('copied') : text('copy')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
