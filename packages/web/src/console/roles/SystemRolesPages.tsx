import { SystemRolePage } from './SystemRolePage.tsx'
import { SystemRolesPage } from './SystemRolesPage.tsx'

/** The roles of administrators, or the one with the name. */
export function SystemRolesPages({ id }: { id: string }) {
  return id === '' ? <SystemRolesPage /> : <SystemRolePage key={id} name={id} />
}
