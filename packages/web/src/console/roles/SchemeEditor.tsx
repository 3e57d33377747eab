import type { Role } from '@mattermost/types/roles'
import { SaveBar } from '#web/console/config/SaveBar.tsx'
import { UnsavedGuard } from '#web/console/config/UnsavedGuard.tsx'
import { useMayInConsole } from '#web/console/console-access.ts'
import { useAction } from '#web/console/ui/use-action.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'
import type { Grants, SchemeRoles } from './matrix.ts'
import { PermissionMatrix } from './PermissionMatrix.tsx'
import { useGrants } from './use-grants.ts'

type SchemeEditorProps = {
  schemeRoles: SchemeRoles
  roles: readonly Role[]
  systemGrants?: Grants
  onSaved: () => unknown
}

/** The matrix of a scheme, saved at once. */
export function SchemeEditor({ schemeRoles, roles, systemGrants, onSaved }: SchemeEditorProps) {
  const mayChange = useMayInConsole('sysconsole_write_user_management_permissions')
  const edited = useGrants(roles)
  const saving = useAction(edited.save, { onDone: onSaved })
  return (
    <>
      <PermissionMatrix
        roles={schemeRoles}
        grants={edited.grants}
        {...(systemGrants && { systemGrants })}
        isDisabled={!mayChange || saving.isBusy}
        onChange={edited.set}
      />
      <ProblemLine>{saving.problem}</ProblemLine>
      {edited.count > 0 && <UnsavedGuard onDiscard={edited.reset} />}
      {edited.count > 0 && (
        <SaveBar
          count={edited.count}
          isValid
          isBusy={saving.isBusy}
          onDiscard={edited.reset}
          onSave={() => saving.run()}
        />
      )}
    </>
  )
}
