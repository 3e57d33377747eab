import type { ServerChannel } from '@mattermost/types/channels'
import {
  Bell,
  BellOff,
  FolderInput,
  FolderPlus,
  Link2,
  LogOut,
  Mail,
  MailOpen,
  Star,
  StarOff,
  X,
} from 'lucide-react'
import { useRef, useState } from 'react'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { categoriesOf, type SidebarCategory } from '#web/entities/categories.ts'
import { useEntities } from '#web/entities/store.ts'
import { unreadOf } from '#web/entities/unread.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { PopMenu, type PopMenuItem } from '#web/ui/PopMenu.tsx'
import { CategoryDialog } from './CategoryDialog.tsx'
import { nameOfCategory } from './category-name.ts'
import { isMuted } from './sections.ts'
import { useCategoryActions } from './use-category-actions.ts'
import { useChannelActions } from './use-channel-actions.ts'

type ChannelMenuProps = {
  label: string
  anchor: HTMLElement
  channel: ServerChannel
  categoryId: string
  onClose: () => void
}

/** What can be done with a channel from the sidebar. */
export function ChannelMenu({ label, anchor, channel, categoryId, onClose }: ChannelMenuProps) {
  const [dialog, setDialog] = useState<'leave' | 'create'>()
  const isAsked = useRef(false)
  const text = useText()
  const title = useChannelTitle(channel.id)
  const actions = useChannelActions(channel)
  const items = useItems({ channel, categoryId, onDialog: handleDialog })

  function handleDialog(asked: 'leave' | 'create') {
    isAsked.current = true
    setDialog(asked)
  }

  /** A menu closes before it does what was chosen, which may be to ask something. */
  function handleClose() {
    queueMicrotask(() => {
      if (!isAsked.current) onClose()
    })
  }

  if (dialog === 'create') return <CategoryDialog channelIds={[channel.id]} onClose={onClose} />
  if (dialog === 'leave') {
    return (
      <ConfirmDialog
        title={text('channels.leave-title', { channel: title })}
        detail={text(channel.type === 'P' ? 'channels.leave-private' : 'channels.leave-public')}
        action={text('channels.leave')}
        run={actions.leave}
        onClose={onClose}
      />
    )
  }
  return <PopMenu label={label} anchor={anchor} items={items} onClose={handleClose} />
}

type Given = Pick<ChannelMenuProps, 'channel' | 'categoryId'> & {
  onDialog: (dialog: 'leave' | 'create') => void
}

function useItems({ channel, categoryId, onDialog }: Given): PopMenuItem[] {
  const text = useText()
  const actions = useChannelActions(channel)
  const isUnread = useEntities((now) => {
    const { messages, mentions } = unreadOf(now, channel.id)
    return messages + mentions > 0
  })
  const isQuiet = useEntities((now) => isMuted(now, channel.id))
  const moves = useMoves(channel.id, categoryId, () => onDialog('create'))
  const favorite = useFavorite(channel.id)
  const isPersonal = channel.type === 'D' || channel.type === 'G'
  const last: PopMenuItem = isPersonal
    ? {
        label: text('sidebar.close'),
        icon: <X size={16} />,
        isApart: true,
        onSelect: actions.close,
      }
    : {
        label: text('channels.leave'),
        icon: <LogOut size={16} />,
        look: 'danger',
        isApart: true,
        onSelect: () => onDialog('leave'),
      }
  return [
    isUnread
      ? {
          label: text('sidebar.mark-read'),
          icon: <MailOpen size={16} />,
          onSelect: actions.markRead,
        }
      : {
          label: text('posts.mark-unread'),
          icon: <Mail size={16} />,
          onSelect: actions.markUnread,
        },
    ...favorite,
    isQuiet
      ? { label: text('sidebar.unmute'), icon: <Bell size={16} />, onSelect: actions.unmute }
      : { label: text('sidebar.mute'), icon: <BellOff size={16} />, onSelect: actions.mute },
    ...moves,
    { label: text('copy'), icon: <Link2 size={16} />, onSelect: actions.copyLink },
    ...(channel.name === 'town-square' ? [] : [last]),
  ]
}

const NO_CATEGORIES: readonly SidebarCategory[] = []

function useCategories(): readonly SidebarCategory[] {
  const team = useCurrentTeam()
  return useEntities((now) => now.categories.get(team.id)) ?? NO_CATEGORIES
}

/** The ways into the other categories. None where the server keeps none. */
function useMoves(channelId: string, categoryId: string, onCreate: () => void): PopMenuItem[] {
  const text = useText()
  const categories = useCategories()
  const { moveChannel } = useCategoryActions()
  if (categories.length === 0) return []
  const others = categories.filter(({ id, type }) => id !== categoryId && type !== 'favorites')
  return [
    {
      label: text('sidebar.move'),
      icon: <FolderInput size={16} />,
      items: [
        ...others.map((category) => ({
          label: nameOfCategory(category, text),
          onSelect: () => moveChannel(channelId, { id: category.id, index: 0 }),
        })),
        {
          label: text('sidebar.new-category'),
          icon: <FolderPlus size={16} />,
          isApart: others.length > 0,
          onSelect: onCreate,
        },
      ],
    },
  ]
}

function useFavorite(channelId: string): PopMenuItem[] {
  const text = useText()
  const team = useCurrentTeam()
  const categories = useEntities((now) => categoriesOf(now, team.id))
  const channel = useEntities((now) => now.channels.get(channelId))
  const { moveChannel } = useCategoryActions()
  const favorites = categories.find(({ type }) => type === 'favorites')
  const home = channel?.team_id === '' ? 'direct_messages' : 'channels'
  const back = categories.find(({ type }) => type === home)
  if (!favorites || !back) return []
  const isFavorite = favorites.channel_ids.includes(channelId)
  const to = isFavorite ? back : favorites
  return [
    {
      label: text(isFavorite ? 'sidebar.unfavorite' : 'sidebar.favorite'),
      icon: isFavorite ? <StarOff size={16} /> : <Star size={16} />,
      onSelect: () => moveChannel(channelId, { id: to.id, index: to.channel_ids.length }),
    },
  ]
}
