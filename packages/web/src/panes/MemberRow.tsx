import { MoreHorizontal, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { useEntities } from '#web/entities/store.ts'
import { IconButton } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { PopMenu, type PopMenuItem } from '#web/ui/PopMenu.tsx'
import { say } from '#web/ui/toasts.ts'
import { Avatar } from '#web/users/Avatar.tsx'
import { ProfileButton } from '#web/users/ProfileButton.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import styles from './MembersPane.module.css'
import { mayManage } from './member-rights.ts'
import type { Member } from './members.ts'
import { usePaneText } from './texts/pane-text.tsx'

type MemberRowProps = {
  member: Member
  channelId: string
  mayChange: boolean
  onChanged: () => void
}

export function MemberRow({ member, channelId, mayChange, onChanged }: MemberRowProps) {
  const text = usePaneText()
  const myId = useMyId()
  const { user, role } = member
  const name = useUserName(user.id)
  const title = useChannelTitle(channelId)
  const rights = useEntities((now) => mayManage(now, channelId))
  const [anchor, setAnchor] = useState<HTMLElement>()
  const [isRemoving, setIsRemoving] = useState(false)

  function setAdmin(isAdmin: boolean) {
    client
      .updateChannelMemberSchemeRoles(channelId, user.id, true, isAdmin)
      .then(onChanged, (error: unknown) =>
        say(reasonOf(error) || text('problem.unreachable'), 'problem'),
      )
  }

  const roleItem: PopMenuItem =
    role === 'admin'
      ? {
          label: text('members.make-member'),
          icon: <ShieldOff size={16} />,
          onSelect: () => setAdmin(false),
        }
      : {
          label: text('members.make-admin'),
          icon: <ShieldCheck size={16} />,
          onSelect: () => setAdmin(true),
        }
  const items: PopMenuItem[] = [
    ...(rights.includes('roles') && role !== 'guest' ? [roleItem] : []),
    ...(rights.includes('members')
      ? [
          {
            label: text('members.remove'),
            icon: <UserMinus size={16} />,
            look: 'danger' as const,
            onSelect: () => setIsRemoving(true),
          },
        ]
      : []),
  ]
  const menuLabel = text('members.menu', { name })

  return (
    <li className={styles.member}>
      <Avatar userId={user.id} hasPresence />
      <span className={styles.names}>
        <ProfileButton userId={user.id} className={styles.name}>
          {name}
        </ProfileButton>
        <span className={styles.handle}>@{user.username}</span>
      </span>
      {role === 'guest' && <span className={styles.badge}>{text('members.guest')}</span>}
      {mayChange && user.id !== myId && items.length > 0 && (
        <IconButton
          label={menuLabel}
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
        >
          <MoreHorizontal size={18} aria-hidden />
        </IconButton>
      )}
      {anchor && (
        <PopMenu
          label={menuLabel}
          anchor={anchor}
          items={items}
          onClose={() => setAnchor(undefined)}
        />
      )}
      {isRemoving && (
        <ConfirmDialog
          title={text('members.remove-title', { name, channel: title })}
          detail={text('members.remove-text')}
          action={text('members.remove')}
          run={async () => {
            await client.removeFromChannel(user.id, channelId)
            onChanged()
          }}
          onClose={() => setIsRemoving(false)}
        />
      )}
    </li>
  )
}
