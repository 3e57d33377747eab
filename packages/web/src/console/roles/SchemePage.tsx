import type { Scheme } from '@mattermost/types/schemes'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { roleNamesOf, rolesOfScheme, systemSchemeRoles } from './matrix.ts'
import { SchemeEditor } from './SchemeEditor.tsx'
import { SchemeForm } from './SchemeForm.tsx'
import { grantsOf, useRolesByNames } from './use-grants.ts'

const MAX = 200
const systemNames = roleNamesOf(systemSchemeRoles)

/** What people may do in the teams that have this scheme. */
export function SchemePage({ id }: { id: string }) {
  const scheme = useQuery({
    queryKey: ['console', 'scheme', id],
    queryFn: () => client.getScheme(id),
    staleTime: 0,
  })
  return (
    <Answer query={scheme}>
      {(found) => <SchemeDetails scheme={found} onChanged={() => scheme.refetch()} />}
    </Answer>
  )
}

function SchemeDetails({ scheme, onChanged }: { scheme: Scheme; onChanged: () => unknown }) {
  const text = useConsoleText()
  const [isDeleting, setDeleting] = useState(false)
  const mayChange = useMayInConsole('sysconsole_write_user_management_permissions')
  const schemeRoles = rolesOfScheme(scheme)
  const roles = useRolesByNames(roleNamesOf(schemeRoles))
  const system = useRolesByNames(systemNames)

  return (
    <Page
      title={scheme.display_name}
      lead={scheme.description}
      actions={
        <>
          <BackLink path="user_management/permissions">{text('schemes.all')}</BackLink>
          {mayChange && (
            <Button look="danger" onClick={() => setDeleting(true)}>
              {text('schemes.delete')}
            </Button>
          )}
        </>
      }
    >
      {mayChange && <SchemeForm scheme={scheme} onSaved={onChanged} />}
      <SchemeTeams schemeId={scheme.id} />
      <Answer query={roles} lines={8}>
        {(found) => (
          <SchemeEditor
            key={roles.dataUpdatedAt}
            schemeRoles={schemeRoles}
            roles={found}
            {...(system.data && { systemGrants: grantsOf(system.data) })}
            onSaved={() => roles.refetch()}
          />
        )}
      </Answer>
      {isDeleting && (
        <ConfirmDialog
          title={text('schemes.delete-title', { name: scheme.display_name })}
          detail={text('schemes.delete-detail')}
          action={text('schemes.delete')}
          run={async () => {
            await client.deleteScheme(scheme.id)
            navigate({ page: 'console', path: 'user_management/permissions' })
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </Page>
  )
}

function SchemeTeams({ schemeId }: { schemeId: string }) {
  const text = useConsoleText()
  const teams = useQuery({
    queryKey: ['console', 'scheme-teams', schemeId],
    queryFn: () => client.getSchemeTeams(schemeId, 0, MAX),
    staleTime: 0,
  })
  return (
    <Card title={text('schemes.teams')} lead={text('schemes.teams-lead')}>
      <Answer query={teams} lines={1}>
        {(rows) => (
          <Table
            label={text('schemes.teams')}
            none={text('schemes.no-teams')}
            rows={rows}
            keyOf={(team) => team.id}
            columns={[
              {
                name: text('teams.name'),
                show: (team) => (
                  <Link to={{ page: 'console', path: `user_management/teams/${team.id}` }}>
                    {team.display_name}
                  </Link>
                ),
              },
              { name: text('teams.address'), show: (team) => <code>/{team.name}</code> },
            ]}
          />
        )}
      </Answer>
    </Card>
  )
}
