import type { Role } from '@mattermost/types/roles'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { SaveBar } from '#web/console/config/SaveBar.tsx'
import { UnsavedGuard } from '#web/console/config/UnsavedGuard.tsx'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { Select } from '#web/console/ui/Controls.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { grantableRoles, titleOfRole } from '#web/console/users/roles.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { consoleAreas, type Reach, reachOf, titleOfArea, withReach } from './console-areas.ts'
import { RolePeople } from './RolePeople.tsx'

/** A role of the system: what it opens in the console, and who has it. */
export function SystemRolePage({ name }: { name: string }) {
  const text = useConsoleText()
  const title = titleOfRole(name)
  const known = grantableRoles.find((one) => one === name)
  const role = useQuery({
    queryKey: ['console', 'role', name],
    queryFn: () => client.getRoleByName(name),
    staleTime: 0,
  })
  return (
    <Page
      title={title ? text(title) : name}
      lead={known && text(`role.${known}.hint`)}
      actions={<BackLink path="user_management/system_roles">{text('roles.all')}</BackLink>}
    >
      <RolePeople roleName={name} />
      <Answer query={role}>
        {(found) => <RoleAreas key={found.update_at} role={found} onChanged={role.refetch} />}
      </Answer>
    </Page>
  )
}

function RoleAreas({ role, onChanged }: { role: Role; onChanged: () => unknown }) {
  const text = useConsoleText()
  const saved: ReadonlySet<string> = new Set(role.permissions)
  const [permissions, setPermissions] = useState(saved)
  const mayChange =
    useMayInConsole('sysconsole_write_user_management_system_roles') && role.name !== 'system_admin'
  const saving = useAction(() => client.patchRole(role.id, { permissions: [...permissions] }), {
    onDone: onChanged,
  })
  const isDirty = permissions.symmetricDifference(saved).size > 0
  const count = consoleAreas.filter(
    (area) => reachOf(permissions, area) !== reachOf(saved, area),
  ).length
  const reset = () => setPermissions(saved)

  return (
    <>
      <Card title={text('roles.areas')} lead={text('roles.areas-lead')}>
        <Table
          label={text('roles.areas')}
          none=""
          rows={consoleAreas}
          keyOf={(area) => area}
          columns={[
            { name: text('roles.area'), show: (area) => text(titleOfArea(area)) },
            {
              name: text('roles.reach'),
              show: (area) => (
                <Select
                  aria-label={text('roles.reach-in', { area: text(titleOfArea(area)) })}
                  value={reachOf(permissions, area)}
                  // The server neither gives this nor takes it away.
                  disabled={!mayChange || area === 'user_management_system_roles'}
                  options={[
                    { value: 'none', label: text('roles.none') },
                    { value: 'read', label: text('roles.read') },
                    { value: 'write', label: text('roles.write') },
                  ]}
                  onChange={(reach) => setPermissions(withReach(permissions, area, reach as Reach))}
                />
              ),
            },
          ]}
        />
      </Card>
      <ProblemLine>{saving.problem}</ProblemLine>
      {isDirty && <UnsavedGuard onDiscard={reset} />}
      {isDirty && (
        <SaveBar
          count={count}
          isValid
          isBusy={saving.isBusy}
          onDiscard={reset}
          onSave={() => saving.run()}
        />
      )}
    </>
  )
}
