import type { UserProfile } from '@mattermost/types/users'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { Badge, Card, Fact, Facts, Page } from '#web/console/ui/Page.tsx'
import { update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { Avatar } from '#web/users/Avatar.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { StandingActions } from './StandingActions.tsx'
import { UserAudits } from './UserAudits.tsx'
import styles from './UserPage.module.css'
import { UserRoles } from './UserRoles.tsx'
import { UserSessions } from './UserSessions.tsx'
import { UserTeams } from './UserTeams.tsx'
import { UserTokens } from './UserTokens.tsx'

/** An account: who it is, what it may, and where it is logged in. */
export function UserPage({ id }: { id: string }) {
  const queries = useQueryClient()
  const key = ['console', 'user', id]
  const user = useQuery({
    queryKey: key,
    queryFn: async () => {
      const found = await client.getUser(id)
      update(withUsers, [found])
      return found
    },
    staleTime: 0,
  })
  return (
    <Answer query={user}>
      {(found) => (
        <Account user={found} onChanged={() => queries.invalidateQueries({ queryKey: key })} />
      )}
    </Answer>
  )
}

type AccountProps = { user: UserProfile; onChanged: () => unknown }

function Account({ user, onChanged }: AccountProps) {
  const text = useConsoleText()
  const mayChange = useMayInConsole('sysconsole_write_user_management_users', 'edit_other_users')
  const mayGiveRoles = useMayInConsole('manage_roles')
  const maySeeTokens = useMayInConsole('read_user_access_token')
  return (
    <Page
      title={`@${user.username}`}
      lead={[user.first_name, user.last_name].filter(Boolean).join(' ')}
      actions={<BackLink path="user_management/users">{text('users.all')}</BackLink>}
    >
      <Card>
        <div className={styles.head}>
          <span className={styles.avatar}>
            <Avatar userId={user.id} />
          </span>
          <AccountFacts user={user} />
        </div>
        {mayChange && <StandingActions user={user} onChanged={onChanged} />}
      </Card>
      {mayChange && <ProfileForm user={user} onChanged={onChanged} />}
      {mayGiveRoles && <UserRoles user={user} onChanged={onChanged} />}
      <UserTeams userId={user.id} mayChange={mayChange} />
      {mayChange && <UserSessions userId={user.id} />}
      {maySeeTokens && <UserTokens userId={user.id} />}
      {mayChange && <UserAudits userId={user.id} />}
    </Page>
  )
}

function AccountFacts({ user }: { user: UserProfile }) {
  const text = useConsoleText()
  const intl = useIntl()
  return (
    <Facts>
      <Fact name={text('users.status')}>
        {user.delete_at > 0 ? (
          <Badge tone="bad">{text('users.inactive')}</Badge>
        ) : (
          <Badge tone="good">{text('users.active')}</Badge>
        )}
      </Fact>
      <Fact name={text('users.email')}>{user.email || '–'}</Fact>
      <Fact name={text('users.login-by')}>{user.auth_service || text('users.password')}</Fact>
      <Fact name={text('users.mfa')}>
        {text(user.mfa_active ? 'users.mfa-on' : 'users.mfa-off')}
      </Fact>
      <Fact name={text('users.since')}>
        {intl.formatDate(user.create_at, { dateStyle: 'medium', timeStyle: 'short' })}
      </Fact>
      <Fact name={text('users.id')}>
        <code>{user.id}</code>
      </Fact>
    </Facts>
  )
}
