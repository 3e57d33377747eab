import { Check } from 'lucide-react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import {
  type Audience,
  audiences,
  cellOf,
  type Grants,
  type PermissionGroup,
  permissionGroups,
  roleBehind,
  type SchemePermission,
  type SchemeRoles,
  systemSchemeRoles,
} from './matrix.ts'
import styles from './PermissionMatrix.module.css'

type PermissionMatrixProps = {
  roles: SchemeRoles
  grants: Grants
  /** What the system's own scheme grants, to show what differs. */
  systemGrants?: Grants
  isDisabled: boolean
  onChange: (roleName: string, permission: SchemePermission, isGiven: boolean) => void
}

/** Who may do what: a table per subject, a column per kind of people. */
export function PermissionMatrix(props: PermissionMatrixProps) {
  const text = useConsoleText()
  const groups = Object.keys(permissionGroups) as PermissionGroup[]
  return groups.map((group) => {
    const permissions: readonly SchemePermission[] = permissionGroups[group]
    const shown = permissions.filter((permission) =>
      audiences.some((audience) => roleBehind(props.roles, audience, permission)),
    )
    if (shown.length === 0) return null
    return (
      <Card key={group} title={text(`permissions.${group}`)}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset doesn't scroll. */}
        <div
          role="group"
          className={styles.frame}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
          tabIndex={0}
          aria-label={text(`permissions.${group}`)}
        >
          <table className={styles.matrix}>
            <thead>
              <tr>
                <td />
                {audiences.map((audience) => (
                  <th key={audience} scope="col">
                    {text(`schemes.${audience}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{text(`permission.${permission}`)}</th>
                  {audiences.map((audience) => (
                    <td key={audience}>
                      <Grant {...props} audience={audience} permission={permission} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    )
  })
}

type GrantProps = PermissionMatrixProps & { audience: Audience; permission: SchemePermission }

function Grant(props: GrantProps) {
  const { roles, grants, systemGrants, audience, permission, isDisabled, onChange } = props
  const text = useConsoleText()
  const cell = cellOf(roles, grants, audience, permission)
  const roleName = roleBehind(roles, audience, permission)
  const names = { who: text(`schemes.${audience}`), what: text(`permission.${permission}`) }
  if (cell === 'none' || !roleName) return <span className={styles.none}>–</span>
  if (cell === 'inherited') {
    return (
      <span className={styles.inherited} role="img" aria-label={text('schemes.inherited', names)}>
        <Check size={16} aria-hidden />
      </span>
    )
  }
  const isOwn =
    systemGrants !== undefined &&
    cellOf(systemSchemeRoles, systemGrants, audience, permission) !== cell
  return (
    <label className={styles.cell} data-state={isOwn ? 'own' : 'same'}>
      <input
        type="checkbox"
        className={styles.box}
        aria-label={text(isOwn ? 'schemes.grant-own' : 'schemes.grant', names)}
        checked={cell === 'on'}
        disabled={isDisabled}
        onChange={(event) => onChange(roleName, permission, event.target.checked)}
      />
    </label>
  )
}
