import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { Page } from '#web/console/ui/Page.tsx'
import { roleNamesOf, systemSchemeRoles } from './matrix.ts'
import { SchemeEditor } from './SchemeEditor.tsx'
import { useRolesByNames } from './use-grants.ts'

const names = roleNamesOf(systemSchemeRoles)

/** What people may do where no scheme says otherwise. */
export function SystemSchemePage() {
  const text = useConsoleText()
  const roles = useRolesByNames(names)
  return (
    <Page
      title={text('schemes.system')}
      lead={text('schemes.system-lead')}
      actions={<BackLink path="user_management/permissions">{text('schemes.all')}</BackLink>}
    >
      <Answer query={roles} lines={8}>
        {(found) => (
          <SchemeEditor
            key={roles.dataUpdatedAt}
            schemeRoles={systemSchemeRoles}
            roles={found}
            onSaved={() => roles.refetch()}
          />
        )}
      </Answer>
    </Page>
  )
}
