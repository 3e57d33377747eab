import type { UserProfile } from '@mattermost/types/users'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { LabelledSwitch } from '#web/console/ui/Controls.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { grantableRoles } from './roles.ts'

type UserRolesProps = { user: UserProfile; onChanged: () => unknown }

/** What somebody may do in the whole system. */
export function UserRoles({ user, onChanged }: UserRolesProps) {
  const text = useConsoleText()
  const myId = useMyId()
  const mayMakeAdmins = useMayInConsole('assign_system_admin_role')
  const changed = useAction((roles: string[]) => client.updateUserRoles(user.id, roles.join(' ')), {
    onDone: onChanged,
  })
  const mine = changed.wish ?? user.roles.split(' ').filter(Boolean)

  return (
    <Card title={text('users.roles')} lead={text('users.roles-lead')}>
      <div>
        {grantableRoles.map((name) => (
          <LabelledSwitch
            key={name}
            label={text(`role.${name}`)}
            hint={text(`role.${name}.hint`)}
            checked={mine.includes(name)}
            // Nobody locks himself out.
            disabled={
              changed.isBusy ||
              (name === 'system_admin' && (user.id === myId || !mayMakeAdmins)) ||
              mine.includes('system_guest')
            }
            onChange={(isOn) =>
              changed.run(isOn ? [...mine, name] : mine.filter((one) => one !== name))
            }
          />
        ))}
      </div>
      <ProblemLine>{changed.problem}</ProblemLine>
    </Card>
  )
}
