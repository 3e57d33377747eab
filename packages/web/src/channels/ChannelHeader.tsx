import type { ServerChannel } from '@mattermost/types/channels'
import {
  Archive,
  Bell,
  Hash,
  Lock,
  LogOut,
  MoreHorizontal,
  Pencil,
  UserPlus,
  Users,
} from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { HeaderTools } from '#web/panes/HeaderTools.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { selectMayInChannel } from '#web/teams/my-teams.ts'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import { TopBar } from '#web/ui/TopBar.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { CustomStatusLine } from '#web/users/CustomStatusEmoji.tsx'
import { PresenceWord } from '#web/users/Presence.tsx'
import { useMyId } from '#web/users/use-user.ts'
import type { ChannelDialogName } from './ChannelDialogs.tsx'
import styles from './ChannelHeader.module.css'
import { isDirect, isPersonal, partnerIdOf } from './direct.ts'
import { useChannelTitle } from './use-channel-title.ts'
import { useChannelTools } from './use-channel-tools.tsx'

const ChannelDialogs = lazy(async () => ({
  default: (await import('./ChannelDialogs.tsx')).ChannelDialogs,
}))

type ChannelHeaderProps = {
  channel: ServerChannel
  isMember: boolean
  /** What leads to the sidebar where that is hidden. */
  leading: ReactNode
}

/** The bar above a conversation: its name, its header text, and what can be done with it. */
export function ChannelHeader({ channel, isMember, leading }: ChannelHeaderProps) {
  const text = useText()
  const myId = useMyId()
  const title = useChannelTitle(channel.id)
  const [dialog, setDialog] = useState<ChannelDialogName>()
  const tools = useChannelTools(channel)
  const menuItems = useMenuItems(channel, setDialog)
  const notifications: MenuItem = {
    label: text('channels.notifications'),
    icon: <Bell size={16} />,
    onSelect: () => openOverlay({ kind: 'channel-notifications', channelId: channel.id }),
  }

  return (
    <TopBar
      title={title}
      leading={
        <>
          {leading}
          <ChannelSymbol channel={channel} />
        </>
      }
      about={
        <>
          {isDirect(channel) && <PresenceWord userId={partnerIdOf(channel, myId)} />}
          {isDirect(channel) && <CustomStatusLine userId={partnerIdOf(channel, myId)} />}
          {channel.header && <p className={styles.text}>{channel.header}</p>}
        </>
      }
    >
      <HeaderTools channel={channel} />
      {isMember && (
        <Menu
          label={text('channels.menu', { channel: title })}
          className={styles.menu}
          place="below-end"
          trigger={<MoreHorizontal size={20} aria-hidden />}
          items={[notifications, ...tools.items, ...menuItems]}
        />
      )}
      {tools.dialog}
      <Suspense fallback={null}>
        {dialog && (
          <ChannelDialogs name={dialog} channel={channel} onClose={() => setDialog(undefined)} />
        )}
      </Suspense>
    </TopBar>
  )
}

function useMenuItems(
  channel: ServerChannel,
  open: (dialog: ChannelDialogName) => void,
): MenuItem[] {
  const text = useText()
  const kind = channel.type === 'P' ? 'private' : 'public'
  const mayAdd = useEntities(selectMayInChannel(`manage_${kind}_channel_members`, channel))
  const mayEdit = useEntities(selectMayInChannel(`manage_${kind}_channel_properties`, channel))
  const mayArchive = useEntities(selectMayInChannel(`delete_${kind}_channel`, channel))
  const edit: MenuItem = {
    label: text('channels.edit'),
    icon: <Pencil size={16} />,
    onSelect: () => open('edit'),
  }
  if (isPersonal(channel)) return [edit]
  const add: MenuItem = {
    label: text('channels.add'),
    icon: <UserPlus size={16} />,
    onSelect: () => open('add'),
  }
  const leave: MenuItem = {
    label: text('channels.leave'),
    icon: <LogOut size={16} />,
    onSelect: () => open('leave'),
  }
  const archive: MenuItem = {
    label: text('channels.archive'),
    icon: <Archive size={16} />,
    look: 'danger',
    onSelect: () => open('archive'),
  }
  const isLeavable = channel.name !== 'town-square'
  return [
    ...(mayAdd ? [add] : []),
    ...(mayEdit ? [edit] : []),
    ...(isLeavable ? [leave] : []),
    ...(isLeavable && mayArchive && channel.delete_at === 0 ? [archive] : []),
  ]
}

function ChannelSymbol({ channel }: { channel: ServerChannel }) {
  const myId = useMyId()
  if (isDirect(channel))
    return <Avatar userId={partnerIdOf(channel, myId)} size="small" hasPresence />
  const Icon = channel.type === 'G' ? Users : channel.type === 'P' ? Lock : Hash
  return <Icon className={styles.symbol} size={18} aria-hidden />
}
