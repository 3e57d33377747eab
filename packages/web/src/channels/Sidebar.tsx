import type { ServerChannel } from '@mattermost/types/channels'
import { ChevronDown, Compass, Hash, Lock, Plus, UserPlus, Users } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { readEntities, useEntities } from '#web/entities/store.ts'
import { unreadOf } from '#web/entities/unread.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Link } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { InviteDialog } from '#web/teams/InviteDialog.tsx'
import { ThreadsButton } from '#web/threads/ThreadsButton.tsx'
import { ThreadsDialog } from '#web/threads/ThreadsDialog.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { BrowseChannelsDialog } from './BrowseChannelsDialog.tsx'
import { CreateChannelDialog } from './CreateChannelDialog.tsx'
import { isDirect, partnerIdOf } from './direct.ts'
import { NewMessageDialog } from './NewMessageDialog.tsx'
import { routeOfChannel } from './route-of-channel.ts'
import styles from './Sidebar.module.css'
import { personalChannels, teamChannels } from './sections.ts'
import { useChannelTitle } from './use-channel-title.ts'

type DialogName = 'create' | 'browse' | 'message' | 'invite' | 'threads'

/** The channels of the team and the conversations with people. */
export function Sidebar({ currentId }: { currentId: string | undefined }) {
  const text = useText()
  const team = useCurrentTeam()
  const [dialog, setDialog] = useState<DialogName>()
  const { inTeam, personal } = useSections(team.id, currentId)
  const close = () => setDialog(undefined)

  return (
    <nav className={styles.sidebar} aria-label={text('channels.sidebar')}>
      <header className={styles.header}>
        <Menu
          label={text('teams.menu', { team: team.display_name })}
          className={styles.teamButton}
          trigger={
            <>
              <span className={styles.teamName}>{team.display_name}</span>
              <ChevronDown size={16} aria-hidden />
            </>
          }
          items={[
            {
              label: text('teams.invite-people'),
              icon: <UserPlus size={16} />,
              onSelect: () => setDialog('invite'),
            },
            {
              label: text('channels.create'),
              icon: <Plus size={16} />,
              onSelect: () => setDialog('create'),
            },
            {
              label: text('channels.browse'),
              icon: <Compass size={16} />,
              onSelect: () => setDialog('browse'),
            },
          ]}
        />
      </header>
      <div className={styles.scroller}>
        <ThreadsButton onOpen={() => setDialog('threads')} />
        <Section
          title={text('channels.section')}
          actions={
            <>
              <IconButton
                size="small"
                label={text('channels.browse')}
                onClick={() => setDialog('browse')}
              >
                <Compass size={16} aria-hidden />
              </IconButton>
              <IconButton
                size="small"
                label={text('channels.create')}
                onClick={() => setDialog('create')}
              >
                <Plus size={16} aria-hidden />
              </IconButton>
            </>
          }
        >
          {inTeam.map((channel) => (
            <SidebarItem key={channel.id} channel={channel} isCurrent={channel.id === currentId} />
          ))}
        </Section>
        <Section
          title={text('channels.personal')}
          actions={
            <IconButton
              size="small"
              label={text('channels.new-message')}
              onClick={() => setDialog('message')}
            >
              <Plus size={16} aria-hidden />
            </IconButton>
          }
        >
          {personal.map((channel) => (
            <SidebarItem key={channel.id} channel={channel} isCurrent={channel.id === currentId} />
          ))}
        </Section>
      </div>
      {dialog === 'create' && <CreateChannelDialog onClose={close} />}
      {dialog === 'browse' && <BrowseChannelsDialog onClose={close} />}
      {dialog === 'message' && <NewMessageDialog onClose={close} />}
      {dialog === 'threads' && <ThreadsDialog onClose={close} />}
      {dialog === 'invite' && <InviteDialog onClose={close} />}
    </nav>
  )
}

function useSections(teamId: string, currentId: string | undefined) {
  const channels = useEntities((now) => now.channels)
  const members = useEntities((now) => now.members)
  const preferences = useEntities((now) => now.preferences)
  const config = useEntities((now) => now.config)
  const myId = useEntities((now) => now.myId)
  return useMemo(() => {
    const known = { channels, members, preferences, config, myId }
    return {
      inTeam: teamChannels(known, teamId),
      personal: personalChannels(known, currentId),
    }
  }, [channels, members, preferences, config, myId, teamId, currentId])
}

type SectionProps = { title: string; actions: ReactNode; children: ReactNode }

function Section({ title, actions, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        <span className={styles.sectionActions}>{actions}</span>
      </div>
      <ul className={styles.list} aria-label={title}>
        {children}
      </ul>
    </section>
  )
}

function SidebarItem({ channel, isCurrent }: { channel: ServerChannel; isCurrent: boolean }) {
  const text = useText()
  const team = useCurrentTeam()
  const title = useChannelTitle(channel.id)
  const users = useEntities((now) => now.users)
  const myId = useEntities((now) => now.myId)
  const member = useEntities((now) => now.members.get(channel.id))
  const unread = unreadOf(readEntities(), channel.id)
  const isMuted = member?.notify_props?.mark_unread === 'mention'
  const isUnread = !isCurrent && unread.messages + unread.mentions > 0
  return (
    <li>
      <Link
        className={styles.item}
        to={routeOfChannel(channel, team.name, { users, myId })}
        data-state={isUnread ? 'unread' : isMuted ? 'muted' : 'read'}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={isUnread ? text('channels.unread', { channel: title }) : title}
      >
        <ChannelIcon channel={channel} />
        <span className={styles.name}>{title}</span>
        {isUnread && unread.mentions > 0 && (
          <span
            className={styles.count}
            data-count={unread.mentions > 99 ? '99+' : unread.mentions}
            aria-hidden
          />
        )}
      </Link>
    </li>
  )
}

function ChannelIcon({ channel }: { channel: ServerChannel }) {
  const myId = useEntities((now) => now.myId)
  if (isDirect(channel))
    return <Avatar userId={partnerIdOf(channel, myId)} size="small" hasPresence />
  const Icon = channel.type === 'G' ? Users : channel.type === 'P' ? Lock : Hash
  return <Icon className={styles.icon} size={16} aria-hidden />
}
