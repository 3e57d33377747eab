import { useMutation } from '@tanstack/react-query'
import { Feather, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { chooseBandwidth, useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { withStatuses } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { logOut } from '#web/session/log-out.ts'
import { chooseTheme, chosenTheme, type Theme } from '#web/theme/theme.ts'
import { Menu } from '#web/ui/Menu.tsx'
import { Avatar } from './Avatar.tsx'
import { StatusDot } from './Presence.tsx'
import styles from './UserMenu.module.css'
import { useMyId, useUserName } from './use-user.ts'

const STATUSES = ['online', 'away', 'dnd', 'offline'] as const

async function chooseStatus(status: (typeof STATUSES)[number]): Promise<void> {
  const user_id = readEntities().myId
  const chosen = { user_id, status, manual: true, last_activity_at: 0, dnd_end_time: 0 }
  update(withStatuses, [await client.updateStatus(chosen)])
}

/** The own account: what one does, the look of the app, and the way out. */
export function UserMenu() {
  const text = useText()
  const myId = useMyId()
  const name = useUserName(myId)
  const status = useEntities((now) => now.statuses.get(now.myId))
  const config = useEntities((now) => now.config)
  const setStatus = useMutation({ mutationFn: chooseStatus })
  const [theme, setTheme] = useState(chosenTheme)
  const isLow = useIsLowBandwidth()

  const themeItem = (id: Theme, icon: React.ReactNode) => ({
    label: text(`theme.${id}`),
    icon,
    isChecked: theme === id,
    onSelect: () => {
      chooseTheme(id)
      setTheme(id)
    },
  })

  const isOffered = config.EnableUserStatuses !== 'false'
  const statusItems = (isOffered ? STATUSES : []).map((id) => ({
    label: text(`status.${id}`),
    icon: <StatusDot status={id} />,
    isChecked: status === id,
    onSelect: () => setStatus.mutate(id),
  }))

  return (
    <Menu
      label={text('users.menu', { name })}
      className={styles.trigger}
      place="above"
      trigger={<Avatar userId={myId} hasPresence />}
      items={[
        ...statusItems,
        { ...themeItem('system', <Monitor size={16} />), isApart: isOffered },
        themeItem('light', <Sun size={16} />),
        themeItem('dark', <Moon size={16} />),
        {
          label: text('bandwidth.low'),
          isApart: true,
          icon: <Feather size={16} />,
          isChecked: isLow,
          onSelect: () => chooseBandwidth(isLow ? 'off' : 'on'),
        },
        {
          label: text('session.logout'),
          isApart: true,
          icon: <LogOut size={16} />,
          onSelect: () => void logOut(),
        },
      ]}
    />
  )
}
