import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { Link, navigate } from '#web/router/router.tsx'
import { SchemeForm } from './SchemeForm.tsx'

const MAX = 200

/** The schemes there are: that of the system, and those of teams. */
export function PermissionsPage() {
  const text = useConsoleText()
  const mayChange = useMayInConsole('sysconsole_write_user_management_permissions')
  const schemes = useQuery({
    queryKey: ['console', 'schemes'],
    queryFn: () => client.getSchemes('team', 0, MAX),
    staleTime: 0,
  })
  return (
    <Page title={text('page.permissions')} lead={text('lead.permissions')}>
      <Card title={text('schemes.system')} lead={text('schemes.system-lead')}>
        <p>
          <Link to={{ page: 'console', path: 'user_management/permissions/system_scheme' }}>
            {text('schemes.system-edit')}
          </Link>
        </p>
      </Card>
      <Card title={text('schemes.of-teams')} lead={text('schemes.of-teams-lead')}>
        <Answer query={schemes} lines={2}>
          {(rows) => (
            <Table
              label={text('schemes.of-teams')}
              none={text('schemes.none')}
              rows={rows}
              keyOf={(scheme) => scheme.id}
              columns={[
                {
                  name: text('schemes.name'),
                  show: (scheme) => (
                    <Link
                      to={{ page: 'console', path: `user_management/permissions/${scheme.id}` }}
                    >
                      {scheme.display_name}
                    </Link>
                  ),
                },
                { name: text('schemes.description'), show: (scheme) => scheme.description },
              ]}
            />
          )}
        </Answer>
      </Card>
      {mayChange && (
        <SchemeForm
          onSaved={({ id }) =>
            navigate({ page: 'console', path: `user_management/permissions/${id}` })
          }
        />
      )}
    </Page>
  )
}
