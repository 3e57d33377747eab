import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { logOut } from '#web/session/log-out.ts'
import { chooseTheme, chosenTheme, type Theme } from '#web/theme/theme.ts'
import { Menu } from '#web/ui/Menu.tsx'
import { Avatar } from './Avatar.tsx'
import styles from './UserMenu.module.css'
import { useMyId, useUserName } from './use-user.ts'

/** The own account: the look of the app, and the way out. */
export function UserMenu() {
  const text = useText()
  const myId = useMyId()
  const name = useUserName(myId)
  const [theme, setTheme] = useState(chosenTheme)

  const themeItem = (id: Theme, icon: React.ReactNode) => ({
    label: text(`theme.${id}`),
    icon,
    isChecked: theme === id,
    onSelect: () => {
      chooseTheme(id)
      setTheme(id)
    },
  })

  return (
    <Menu
      label={text('users.menu', { name })}
      className={styles.trigger}
      place="above"
      trigger={<Avatar userId={myId} />}
      items={[
        themeItem('system', <Monitor size={16} />),
        themeItem('light', <Sun size={16} />),
        themeItem('dark', <Moon size={16} />),
        {
          label: text('session.logout'),
          icon: <LogOut size={16} />,
          onSelect: () => void logOut(),
        },
      ]}
    />
  )
}
