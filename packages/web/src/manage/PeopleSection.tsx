import type { TeamMembership } from '@mattermost/types/teams'
import type { UserProfile } from '@mattermost/types/users'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { UserMinus, UserPlus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { Button, IconButton } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Problem, ProblemLine } from '#web/ui/Problem.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { UserPicker } from '#web/users/UserPicker.tsx'
import { useMyId, useUserName } from '#web/users/use-user.ts'
import styles from './Manage.module.css'
import { PageHead, Quiet, Row, Rows, RowText } from './parts.tsx'
import { useManageText } from './texts/manage-text.tsx'

const PER_PAGE = 50

type Person = { user: UserProfile; member: TeamMembership | undefined }

/** Who is in the team, and as what. */
export function PeopleSection() {
  const text = useManageText()
  const team = useCurrentTeam()
  const mayAdd = useEntities(selectMay('add_user_to_team', team.id))
  const [term, setTerm] = useState('')
  const [isAdding, setIsAdding] = useState(false)
  const settled = useDeferredValue(term.trim())
  const people = useInfiniteQuery({
    queryKey: ['team-people', team.id, settled],
    queryFn: ({ pageParam }) => fetchPeople(team.id, settled, pageParam),
    initialPageParam: 0,
    getNextPageParam: (last, all) =>
      settled === '' && last.length === PER_PAGE ? all.length : undefined,
    retry: false,
    staleTime: 0,
  })
  const shown = people.data?.pages.flat() ?? []
  return (
    <>
      <PageHead title={text('manage.people')} lead={text('people.lead')}>
        {mayAdd && (
          <Button look="primary" onClick={() => setIsAdding(true)}>
            <UserPlus size={18} aria-hidden />
            {text('people.add')}
          </Button>
        )}
      </PageHead>
      <Field
        label={text('users.search')}
        type="search"
        value={term}
        onChange={setTerm}
        autoComplete="off"
      />
      {people.isPending && <Skeleton lines={5} />}
      {people.isError && (
        <Problem title={text('problem.load')} onRetry={() => void people.refetch()} />
      )}
      {people.isSuccess && shown.length === 0 && <p>{text('users.none')}</p>}
      <Rows label={text('manage.people')}>
        {shown.map(({ user, member }) => (
          <PersonRow key={user.id} user={user} member={member} />
        ))}
      </Rows>
      {people.hasNextPage && (
        <Button isBusy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          {text('more')}
        </Button>
      )}
      {isAdding && <AddDialog onClose={() => setIsAdding(false)} />}
    </>
  )
}

async function fetchPeople(teamId: string, term: string, page: number): Promise<Person[]> {
  const users =
    term === ''
      ? await client.getProfilesInTeam(teamId, page, PER_PAGE)
      : await client.searchUsers(term, { team_id: teamId })
  if (users.length === 0) return []
  update(withUsers, users)
  const members = await client.getTeamMembersByIds(
    teamId,
    users.map((user) => user.id),
  )
  const byId = new Map(members.map((member) => [member.user_id, member]))
  return users.map((user) => ({ user, member: byId.get(user.id) }))
}

function PersonRow({ user, member }: Person) {
  const text = useManageText()
  const team = useCurrentTeam()
  const myId = useMyId()
  const queries = useQueryClient()
  const name = useUserName(user.id)
  const mayChange = useEntities(selectMay('manage_team_roles', team.id))
  const mayRemove = useEntities(selectMay('remove_user_from_team', team.id))
  const [isAsked, setIsAsked] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['team-people', team.id] })
  const change = useMutation({
    mutationFn: (isAdmin: boolean) =>
      client.updateTeamMemberSchemeRoles(team.id, user.id, true, isAdmin),
    onSuccess: refresh,
  })
  const role = member?.scheme_guest ? 'guest' : member?.scheme_admin ? 'admin' : 'member'
  const canChange = mayChange && role !== 'guest' && !user.is_bot

  return (
    <Row label={name}>
      <Avatar userId={user.id} hasPresence />
      <RowText note={`@${user.username}`}>
        <strong className={styles.name}>{name}</strong>
      </RowText>
      {canChange ? (
        <select
          className={styles.select}
          aria-label={text('people.role-of', { name })}
          value={role}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.target.value === 'admin')}
        >
          <option value="member">{text('people.member')}</option>
          <option value="admin">{text('people.admin')}</option>
        </select>
      ) : (
        <Quiet>{text(`people.${role}`)}</Quiet>
      )}
      {mayRemove && user.id !== myId && (
        <IconButton label={text('people.remove', { name })} onClick={() => setIsAsked(true)}>
          <UserMinus size={18} aria-hidden />
        </IconButton>
      )}
      <ProblemLine>
        {change.isError ? reasonOf(change.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      {isAsked && (
        <ConfirmDialog
          title={text('people.remove-title', { name, team: team.display_name })}
          detail={text('people.removing')}
          action={text('people.remove-it')}
          run={async () => {
            await client.removeFromTeam(team.id, user.id)
            await refresh()
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </Row>
  )
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const queries = useQueryClient()
  const [added, setAdded] = useState<readonly string[]>([])
  const add = useMutation({
    mutationFn: async (userId: string) => {
      await client.addToTeam(team.id, userId)
      return userId
    },
    onSuccess: async (userId) => {
      setAdded((before) => [...before, userId])
      await queries.invalidateQueries({ queryKey: ['team-people', team.id] })
    },
  })
  return (
    <Dialog title={text('people.add-to', { team: team.display_name })} onClose={onClose}>
      <p role="status">{text('people.added', { count: added.length })}</p>
      <ProblemLine>
        {add.isError ? reasonOf(add.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <UserPicker
        teamId={team.id}
        actionLabel={(name) => text('channels.add-name', { name })}
        isHidden={(userId) => added.includes(userId)}
        onPick={(userId) => add.mutate(userId)}
      />
    </Dialog>
  )
}
