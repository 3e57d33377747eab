import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { logOut } from './log-out.ts'

export function LogoutButton() {
  const text = useText()
  return (
    <Button look="quiet" onClick={() => void logOut()}>
      {text('session.logout')}
    </Button>
  )
}
