import { useMutation, useQuery } from '@tanstack/react-query'
import {
  Clock,
  Feather,
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  ServerCog,
  Settings,
  SmilePlus,
  Sun,
} from 'lucide-react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { chooseBandwidth, useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { selectMaySeeConsole } from '#web/console/console-access.ts'
import { EmojiChar } from '#web/emoji/EmojiChar.tsx'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { logOut } from '#web/session/log-out.ts'
import { openOverlay, useOverlay } from '#web/shortcuts/overlay.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { chooseLook, type Theme, useLook } from '#web/theme/theme.ts'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import { say } from '#web/ui/toasts.ts'
import { Avatar } from './Avatar.tsx'
import { customStatusOf } from './custom-status.ts'
import { StatusDot } from './Presence.tsx'
import { STATUSES, setStatus } from './set-status.ts'
import styles from './UserMenu.module.css'
import { useMyId, useUserName } from './use-user.ts'

/** The own account: what one does, the look of the app, and the way out. */
export function UserMenu() {
  const text = useText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const name = useUserName(myId)
  const { theme } = useLook()
  const isLow = useIsLowBandwidth()
  const maySeeConsole = useEntities(selectMaySeeConsole)
  const statusItems = useStatusItems()

  const themeItem = (id: Exclude<Theme, 'own'>, icon: React.ReactNode) => ({
    label: text(`theme.${id}`),
    icon,
    isChecked: theme === id,
    onSelect: () => chooseLook({ theme: id }),
  })

  return (
    <Menu
      label={text('users.menu', { name })}
      className={styles.trigger}
      place="above"
      trigger={<Avatar userId={myId} hasPresence />}
      items={[
        ...statusItems,
        { ...themeItem('system', <Monitor size={16} />), isApart: statusItems.length > 0 },
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
          label: text('shortcuts.title'),
          icon: <Keyboard size={16} />,
          onSelect: () => openOverlay({ kind: 'overview' }),
        },
        {
          label: text('settings.title'),
          icon: <Settings size={16} />,
          onSelect: () => navigate({ page: 'settings', team: team.name, section: 'profile' }),
        },
        ...(maySeeConsole
          ? [
              {
                label: text('session.console'),
                icon: <ServerCog size={16} />,
                onSelect: () => navigate({ page: 'console', path: '' }),
              },
            ]
          : []),
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

/** What one does and says, where the server offers it. */
function useStatusItems(): MenuItem[] {
  const text = useText()
  const me = useEntities((now) => now.users.get(now.myId))
  const status = useEntities((now) => now.statuses.get(now.myId))
  const config = useEntities((now) => now.config)
  const until = useDndEnd(status === 'dnd')
  const change = useMutation({
    mutationFn: (chosen: (typeof STATUSES)[number]) => setStatus(chosen),
    onError: (error) => say(reasonOf(error) || text('problem.unreachable'), 'problem'),
  })
  if (config.EnableUserStatuses === 'false') return []
  const said = customStatusOf(me, Date.now())
  const words: MenuItem = {
    label: said?.text || text('custom-status.set'),
    icon: said?.emoji ? <EmojiChar name={said.emoji} /> : <SmilePlus size={16} />,
    onSelect: () => openOverlay({ kind: 'custom-status' }),
  }
  const choices = STATUSES.map((id) => ({
    label: text(`status.${id}`),
    icon: <StatusDot status={id} />,
    isChecked: status === id,
    onSelect: () => change.mutate(id),
  }))
  const timer: MenuItem = {
    label: until ? text('dnd.until', { time: until }) : text('dnd.for'),
    icon: <Clock size={16} />,
    onSelect: () => openOverlay({ kind: 'dnd' }),
  }
  const hasWords = config.EnableCustomUserStatuses !== 'false'
  return [...(hasWords ? [words] : []), ...choices, timer]
}

/** When the own rest is over, in words; empty where it is not. */
function useDndEnd(isDnd: boolean): string {
  const intl = useIntl()
  const myId = useMyId()
  const isChoosing = useOverlay() !== undefined
  const told = useQuery({
    queryKey: ['dnd', myId],
    queryFn: () => client.getStatus(myId),
    // A new time is chosen in a dialog; what is behind it is asked for again.
    enabled: isDnd && !isChoosing,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const end = isDnd ? (told.data?.dnd_end_time ?? 0) * 1000 : 0
  if (end <= Date.now()) return ''
  const isToday = new Date(end).toDateString() === new Date().toDateString()
  return isToday
    ? intl.formatTime(end)
    : intl.formatDate(end, { weekday: 'long', hour: 'numeric', minute: 'numeric' })
}
