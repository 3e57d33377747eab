import { Badge } from '#web/notify/Badge.tsx'
import { NotificationOffer } from '#web/notify/NotificationOffer.tsx'
import { Shortcuts } from '#web/shortcuts/Shortcuts.tsx'
import { AccountLook } from '#web/theme/AccountLook.tsx'
import { useTellZone } from '#web/users/use-tell-zone.ts'

/** What accompanies the pages of a team, and can come a moment after them. */
export function Attendants() {
  useTellZone()
  return (
    <>
      <NotificationOffer />
      <Badge />
      <AccountLook />
      <Shortcuts />
    </>
  )
}
