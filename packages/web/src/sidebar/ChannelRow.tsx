import type { ServerChannel } from '@mattermost/types/channels'
import { Hash, Lock, MoreHorizontal, PenLine, Users } from 'lucide-react'
import { type ComponentProps, lazy, memo, type Ref, Suspense, useState } from 'react'
import { isDirect, partnerIdOf } from '#web/channels/direct.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { type readEntities, useEntities } from '#web/entities/store.ts'
import { unreadOf } from '#web/entities/unread.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { CustomStatusEmoji } from '#web/users/CustomStatusEmoji.tsx'
import styles from './ChannelRow.module.css'
import { SidebarLink } from './SidebarLink.tsx'
import { isMuted } from './sections.ts'

const ChannelMenu = lazy(async () => ({
  default: (await import('./ChannelMenu.tsx')).ChannelMenu,
}))

/** What makes a row one that can be dragged. */
type RowDrag = {
  ref: Ref<HTMLLIElement>
  handleRef: Ref<HTMLAnchorElement>
  handleProps: Omit<ComponentProps<'a'>, 'href'>
  /** Where the one that is dragged would come to stand. */
  drop: 'before' | 'after' | 'into' | undefined
  isDragged: boolean
}

type ChannelRowProps = {
  channel: ServerChannel
  /** The section that it stands in. */
  categoryId: string
  isCurrent: boolean
  drag?: RowDrag
}

/** A channel of the sidebar: the way to it, and what can be done with it. */
export const ChannelRow = memo(function ChannelRow(props: ChannelRowProps) {
  const { channel, categoryId, isCurrent, drag } = props
  const text = useText()
  const team = useCurrentTeam()
  const title = useChannelTitle(channel.id)
  const users = useEntities((now) => now.users)
  const myId = useEntities((now) => now.myId)
  const state = useEntities((now) => stateOf(now, channel.id, isCurrent))
  const mentions = useEntities((now) => (isCurrent ? 0 : unreadOf(now, channel.id).mentions))
  const hasDraft = useEntities((now) => !isCurrent && now.drafts.has(channel.id))
  const [anchor, setAnchor] = useState<HTMLElement>()
  const menuLabel = text('sidebar.channel-menu', { channel: title })

  return (
    <li
      ref={drag?.ref}
      className={styles.row}
      data-drop={drag?.drop}
      data-dragged={drag?.isDragged || undefined}
      data-channel={channel.id}
    >
      <SidebarLink
        {...drag?.handleProps}
        ref={drag?.handleRef}
        to={routeOfChannel(channel, team.name, { users, myId })}
        draggable={false}
        sign={<ChannelSign channel={channel} />}
        name={title}
        isCurrent={isCurrent}
        state={state}
        count={mentions}
        aria-label={state === 'unread' ? text('channels.unread', { channel: title }) : title}
      >
        {isDirect(channel) && <CustomStatusEmoji userId={partnerIdOf(channel, myId)} />}
        {hasDraft && <PenLine className={styles.draft} size={14} aria-hidden />}
      </SidebarLink>
      <button
        type="button"
        className={styles.menu}
        aria-label={menuLabel}
        title={menuLabel}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        <MoreHorizontal size={16} aria-hidden />
      </button>
      <Suspense fallback={null}>
        {anchor && (
          <ChannelMenu
            label={menuLabel}
            anchor={anchor}
            channel={channel}
            categoryId={categoryId}
            onClose={() => setAnchor(undefined)}
          />
        )}
      </Suspense>
    </li>
  )
})

function stateOf(now: ReturnType<typeof readEntities>, channelId: string, isCurrent: boolean) {
  const { messages, mentions } = unreadOf(now, channelId)
  if (!isCurrent && messages + mentions > 0) return 'unread'
  return isMuted(now, channelId) ? 'muted' : 'read'
}

/** What kind of channel it is, or whose. */
export function ChannelSign({ channel }: { channel: ServerChannel }) {
  const myId = useEntities((now) => now.myId)
  if (isDirect(channel)) {
    return <Avatar userId={partnerIdOf(channel, myId)} size="small" hasPresence />
  }
  const Icon = channel.type === 'G' ? Users : channel.type === 'P' ? Lock : Hash
  return <Icon className={styles.icon} size={16} aria-hidden />
}
