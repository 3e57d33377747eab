import type { ServerChannel } from '@mattermost/types/channels'
import { useQuery } from '@tanstack/react-query'
import {
  Bell,
  BellOff,
  Files,
  Link2,
  type LucideIcon,
  Pencil,
  Pin,
  SlidersHorizontal,
  Star,
  UserPlus,
  Users,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { AddPeopleDialog } from '#web/channels/AddPeopleDialog.tsx'
import { isDirect, isPersonal, partnerIdOf } from '#web/channels/direct.ts'
import { EditChannelDialog } from '#web/channels/EditChannelDialog.tsx'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { categoriesOf } from '#web/entities/categories.ts'
import { useEntities } from '#web/entities/store.ts'
import { Markdown } from '#web/posts/Markdown.tsx'
import type { Pane } from '#web/router/panes.ts'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { isMuted } from '#web/sidebar/sections.ts'
import { useCategoryActions } from '#web/sidebar/use-category-actions.ts'
import { useChannelActions } from '#web/sidebar/use-channel-actions.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { PresenceWord } from '#web/users/Presence.tsx'
import { useMyId, useUser } from '#web/users/use-user.ts'
import styles from './InfoPane.module.css'
import { PaneFrame } from './PaneFrame.tsx'
import { usePaneText } from './texts/pane-text.tsx'
import { usePane } from './use-pane.ts'

/** What a channel is about, and the ways to all that belongs to it. */
export function InfoPane({ channelId }: { channelId: string }) {
  const text = usePaneText()
  const channel = useEntities((now) => now.channels.get(channelId))
  if (!channel) return null
  return (
    <PaneFrame title={text('info.title')}>
      <Heading channel={channel} />
      <Shortcuts channel={channel} />
      <Facts channel={channel} />
      <Ways channel={channel} />
    </PaneFrame>
  )
}

function Heading({ channel }: { channel: ServerChannel }) {
  const myId = useMyId()
  const title = useChannelTitle(channel.id)
  const partnerId = isDirect(channel) ? partnerIdOf(channel, myId) : ''
  const partner = useUser(partnerId)
  const fullName = [partner?.first_name, partner?.last_name].filter(Boolean).join(' ')
  return (
    <div className={styles.heading}>
      {partnerId && <Avatar userId={partnerId} hasPresence />}
      <span className={styles.names}>
        <strong className={styles.name}>{title}</strong>
        {partnerId && (
          <span className={styles.note}>
            {[fullName, partner?.position].filter(Boolean).join(' · ')}
          </span>
        )}
        {partnerId && <PresenceWord userId={partnerId} />}
      </span>
    </div>
  )
}

function Shortcuts({ channel }: { channel: ServerChannel }) {
  const text = usePaneText()
  const [isAdding, setIsAdding] = useState(false)
  const isMember = useEntities((now) => now.members.has(channel.id))
  const isQuiet = useEntities((now) => isMuted(now, channel.id))
  const actions = useChannelActions(channel)
  const favorite = useFavorite(channel)
  if (!isMember) return null
  return (
    <div className={styles.shortcuts}>
      {favorite && (
        <Shortcut icon={Star} isPressed={favorite.isOn} onClick={favorite.toggle}>
          {text('sidebar.favorites')}
        </Shortcut>
      )}
      <Shortcut
        icon={isQuiet ? BellOff : Bell}
        isPressed={isQuiet}
        onClick={isQuiet ? actions.unmute : actions.mute}
      >
        {text('info.mute')}
      </Shortcut>
      <Shortcut
        icon={SlidersHorizontal}
        onClick={() => openOverlay({ kind: 'channel-notifications', channelId: channel.id })}
      >
        {text('info.notifications')}
      </Shortcut>
      {!isPersonal(channel) && (
        <Shortcut icon={UserPlus} onClick={() => setIsAdding(true)}>
          {text('info.add')}
        </Shortcut>
      )}
      <Shortcut icon={Link2} onClick={actions.copyLink}>
        {text('copy')}
      </Shortcut>
      {isAdding && <AddPeopleDialog channelId={channel.id} onClose={() => setIsAdding(false)} />}
    </div>
  )
}

function useFavorite(channel: ServerChannel) {
  const team = useCurrentTeam()
  const { moveChannel } = useCategoryActions()
  const categories = useEntities((now) => categoriesOf(now, team.id))
  const favorites = categories.find(({ type }) => type === 'favorites')
  const home = isPersonal(channel) ? 'direct_messages' : 'channels'
  const back = categories.find(({ type }) => type === home)
  if (!favorites || !back) return undefined
  const isOn = favorites.channel_ids.includes(channel.id)
  const to = isOn ? back : favorites
  return {
    isOn,
    toggle: () => moveChannel(channel.id, { id: to.id, index: to.channel_ids.length }),
  }
}

type ShortcutProps = {
  icon: LucideIcon
  isPressed?: boolean
  onClick: () => void
  children: string
}

function Shortcut({ icon: Icon, isPressed, onClick, children }: ShortcutProps) {
  return (
    <button type="button" className={styles.shortcut} aria-pressed={isPressed} onClick={onClick}>
      <Icon size={20} aria-hidden />
      {children}
    </button>
  )
}

function Facts({ channel }: { channel: ServerChannel }) {
  const text = usePaneText()
  const intl = useIntl()
  const [isEditing, setIsEditing] = useState(false)
  const isMember = useEntities((now) => now.members.has(channel.id))
  const edit = isMember && channel.delete_at === 0 && (
    <IconButton size="small" label={text('channels.edit')} onClick={() => setIsEditing(true)}>
      <Pencil size={15} aria-hidden />
    </IconButton>
  )
  return (
    <dl className={styles.facts}>
      {!isPersonal(channel) && (
        <Fact name={text('info.purpose')} action={edit}>
          {channel.purpose || <span className={styles.none}>{text('info.no-purpose')}</span>}
        </Fact>
      )}
      <Fact name={text('channels.header')} action={isPersonal(channel) && edit}>
        {channel.header ? (
          <Markdown>{channel.header}</Markdown>
        ) : (
          <span className={styles.none}>{text('info.no-header')}</span>
        )}
      </Fact>
      <Fact name={text('info.created')}>
        {intl.formatDate(channel.create_at, { dateStyle: 'long' })}
      </Fact>
      {!isPersonal(channel) && <Fact name={text('info.name')}>~{channel.name}</Fact>}
      {isEditing && (
        <EditChannelDialog channelId={channel.id} onClose={() => setIsEditing(false)} />
      )}
    </dl>
  )
}

type FactProps = { name: string; action?: ReactNode; children: ReactNode }

function Fact({ name, action, children }: FactProps) {
  return (
    <div>
      <dt className={styles.term}>
        {name}
        {action}
      </dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  )
}

/** The other panes of the channel, with how much there is. */
function Ways({ channel }: { channel: ServerChannel }) {
  const text = usePaneText()
  const stats = useQuery({
    queryKey: ['panes', 'stats', channel.id],
    queryFn: () => client.getChannelStats(channel.id, true),
    retry: (count, error) => isTransient(error) && count < 2,
    staleTime: 0,
  })
  return (
    <ul className={styles.ways} aria-label={text('info.more')}>
      {!isDirect(channel) && (
        <Way
          icon={Users}
          pane={{ kind: 'members' }}
          count={stats.data?.member_count}
          label={text('members.title')}
        />
      )}
      <Way
        icon={Pin}
        pane={{ kind: 'pinned' }}
        count={stats.data?.pinnedpost_count}
        label={text('pinned.title')}
      />
      <Way
        icon={Files}
        pane={{ kind: 'files' }}
        count={stats.data?.files_count}
        label={text('channel-files.title')}
      />
    </ul>
  )
}

type WayProps = { icon: LucideIcon; pane: Pane; count: number | undefined; label: string }

function Way({ icon: Icon, pane, count, label }: WayProps) {
  const { open } = usePane()
  return (
    <li>
      <button type="button" className={styles.way} onClick={() => open(pane)}>
        <Icon className={styles.waySign} size={18} aria-hidden />
        <span className={styles.wayName}>{label}</span>
        {count !== undefined && count >= 0 && <span className={styles.count}>{count}</span>}
      </button>
    </li>
  )
}
