import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { grantableRoles } from '#web/console/users/roles.ts'
import { Link } from '#web/router/router.tsx'

/** What people can be in the whole system. */
export function SystemRolesPage() {
  const text = useConsoleText()
  return (
    <Page title={text('page.system_roles')} lead={text('lead.system_roles')}>
      <Card>
        <Table
          label={text('page.system_roles')}
          none=""
          rows={grantableRoles}
          keyOf={(name) => name}
          columns={[
            {
              name: text('roles.name'),
              show: (name) => (
                <Link to={{ page: 'console', path: `user_management/system_roles/${name}` }}>
                  {text(`role.${name}`)}
                </Link>
              ),
            },
            { name: text('roles.what'), show: (name) => text(`role.${name}.hint`) },
          ]}
        />
      </Card>
    </Page>
  )
}
