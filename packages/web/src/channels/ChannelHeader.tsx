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
import { type ReactNode, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { HeaderTools } from '#web/panes/HeaderTools.tsx'
import { navigate } from '#web/router/router.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Menu, type MenuItem } from '#web/ui/Menu.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { CustomStatusLine } from '#web/users/CustomStatusEmoji.tsx'
import { PresenceWord } from '#web/users/Presence.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { AddPeopleDialog } from './AddPeopleDialog.tsx'
import styles from './ChannelHeader.module.css'
import { isDirect, isPersonal, partnerIdOf } from './direct.ts'
import { EditChannelDialog } from './EditChannelDialog.tsx'
import { useChannelTitle } from './use-channel-title.ts'
import { useChannelTools } from './use-channel-tools.tsx'

type DialogName = 'add' | 'edit' | 'leave' | 'archive'

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
  const team = useCurrentTeam()
  const title = useChannelTitle(channel.id)
  const [dialog, setDialog] = useState<DialogName>()
  const close = () => setDialog(undefined)
  const tools = useChannelTools(channel)
  const menuItems = useMenuItems(channel, setDialog)
  const notifications: MenuItem = {
    label: text('channels.notifications'),
    icon: <Bell size={16} />,
    onSelect: () => openOverlay({ kind: 'channel-notifications', channelId: channel.id }),
  }

  async function leave() {
    await client.removeFromChannel(myId, channel.id)
    navigate({ page: 'channel', team: team.name, channel: 'town-square' })
  }

  return (
    <header className={styles.header}>
      {leading}
      <ChannelSymbol channel={channel} />
      <h1 className={styles.title}>{title}</h1>
      {isDirect(channel) && <PresenceWord userId={partnerIdOf(channel, myId)} />}
      {isDirect(channel) && <CustomStatusLine userId={partnerIdOf(channel, myId)} />}
      {channel.header && <p className={styles.text}>{channel.header}</p>}
      <span className={styles.gap} />
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
      {dialog === 'add' && <AddPeopleDialog channelId={channel.id} onClose={close} />}
      {dialog === 'edit' && <EditChannelDialog channelId={channel.id} onClose={close} />}
      {dialog === 'leave' && (
        <ConfirmDialog
          title={text('channels.leave-title', { channel: title })}
          detail={text(channel.type === 'P' ? 'channels.leave-private' : 'channels.leave-public')}
          action={text('channels.leave')}
          run={leave}
          onClose={close}
        />
      )}
      {dialog === 'archive' && (
        <ConfirmDialog
          title={text('channels.archive-title', { channel: title })}
          detail={text('channels.archive-text')}
          action={text('channels.archive')}
          run={() => client.deleteChannel(channel.id)}
          onClose={close}
        />
      )}
    </header>
  )
}

function useMenuItems(channel: ServerChannel, open: (dialog: DialogName) => void): MenuItem[] {
  const text = useText()
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
  if (channel.name === 'town-square') return [add, edit]
  return [
    add,
    edit,
    { label: text('channels.leave'), icon: <LogOut size={16} />, onSelect: () => open('leave') },
    {
      label: text('channels.archive'),
      icon: <Archive size={16} />,
      look: 'danger',
      onSelect: () => open('archive'),
    },
  ]
}

function ChannelSymbol({ channel }: { channel: ServerChannel }) {
  const myId = useMyId()
  if (isDirect(channel))
    return <Avatar userId={partnerIdOf(channel, myId)} size="small" hasPresence />
  const Icon = channel.type === 'G' ? Users : channel.type === 'P' ? Lock : Hash
  return <Icon className={styles.symbol} size={18} aria-hidden />
}
