import { PermissionsPage } from './PermissionsPage.tsx'
import { SchemePage } from './SchemePage.tsx'
import { SystemSchemePage } from './SystemSchemePage.tsx'

/** The schemes, the one of the system, or the one with the id. */
export function PermissionsPages({ id }: { id: string }) {
  if (id === '') return <PermissionsPage />
  return id === 'system_scheme' ? <SystemSchemePage /> : <SchemePage key={id} id={id} />
}
