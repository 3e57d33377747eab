import { useInfiniteQuery } from '@tanstack/react-query'
import { UserPlus, Users } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { AddPeopleDialog } from '#web/channels/AddPeopleDialog.tsx'
import { isPersonal } from '#web/channels/direct.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import { Empty } from './Empty.tsx'
import { MemberRow } from './MemberRow.tsx'
import styles from './MembersPane.module.css'
import { grouped, type Member, membersOf } from './members.ts'
import { PaneFrame } from './PaneFrame.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'

const PER_PAGE = 60

/** Who is in a channel, and as what; for those who may, also the ways to change it. */
export function MembersPane({ channelId }: { channelId: string }) {
  const text = usePaneText()
  const title = useChannelTitle(channelId)
  const channel = useEntities((now) => now.channels.get(channelId))
  const isMember = useEntities((now) => now.members.has(channelId))
  const format = useEntities(selectNameFormat)
  const [term, setTerm] = useState('')
  const [isAdding, setIsAdding] = useState(false)
  const { asked, members } = useMembers(channelId, useDeferredValue(term.trim()))
  const { admins, others } = grouped(members, (user) => displayName(user, format))
  const mayChange = isMember && channel !== undefined && !isPersonal(channel)

  function handleClose() {
    setIsAdding(false)
    void asked.refetch()
  }

  const groups = [
    { name: text('members.admins'), list: admins },
    { name: text('members.others'), list: others },
  ].filter(({ list }) => list.length > 0)

  return (
    <PaneFrame
      title={text('members.title')}
      about={title}
      above={
        <div className={styles.above}>
          <Field
            label={text('members.find')}
            type="search"
            value={term}
            onChange={setTerm}
            autoComplete="off"
          />
          {mayChange && (
            <Button
              look="primary"
              aria-label={text('channels.add')}
              onClick={() => setIsAdding(true)}
            >
              <UserPlus size={16} aria-hidden />
              {text('info.add')}
            </Button>
          )}
        </div>
      }
    >
      <Results
        asked={asked}
        count={members.length}
        empty={
          <Empty icon={Users} title={text('users.none')} detail={text('members.none-detail')} />
        }
      >
        {groups.map(({ name, list }) => (
          <section key={name} className={styles.group}>
            <h3 className={styles.groupName}>{name}</h3>
            <ul className={styles.list} aria-label={name}>
              {list.map((member) => (
                <MemberRow
                  key={member.user.id}
                  member={member}
                  channelId={channelId}
                  mayChange={mayChange}
                  onChanged={() => void asked.refetch()}
                />
              ))}
            </ul>
          </section>
        ))}
      </Results>
      {isAdding && <AddPeopleDialog channelId={channelId} onClose={handleClose} />}
    </PaneFrame>
  )
}

function useMembers(channelId: string, term: string) {
  const asked = useInfiniteQuery({
    queryKey: ['panes', 'members', channelId, term],
    queryFn: ({ pageParam }) => findMembers(channelId, term, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      term === '' && last.found === PER_PAGE ? pages.length : undefined,
    staleTime: 0,
    retry: (count, error) => isTransient(error) && count < 2,
    placeholderData: (before) => before,
  })
  return { asked, members: asked.data?.pages.flatMap((page) => page.members) ?? [] }
}

async function findMembers(
  channelId: string,
  term: string,
  page: number,
): Promise<{ found: number; members: Member[] }> {
  const users = await (term === ''
    ? client.getProfilesInChannel(channelId, page, PER_PAGE, '', { active: true })
    : client.searchUsers(term, { in_channel_id: channelId }))
  update(withUsers, users)
  const ids = users.map(({ id }) => id)
  const memberships = ids.length > 0 ? await client.getChannelMembersByIds(channelId, ids) : []
  return { found: users.length, members: membersOf(users, memberships) }
}
