import type { Permission } from '@redoubt/wire/permissions.gen.ts'

/** What each kind of access to jobs of a type needs; absent where nobody has it. */
type JobPermissions = {
  create?: Permission
  manage?: Permission
  read: Permission
}

const common: JobPermissions = { create: 'manage_jobs', manage: 'manage_jobs', read: 'read_jobs' }

/** Jobs that administrators know of. Other types are nobody's to see. */
export const jobPermissions: ReadonlyMap<string, JobPermissions> = new Map([
  ['data_retention', ownPermissions('data_retention')],
  ['message_export', ownPermissions('compliance_export')],
  ['elasticsearch_post_indexing', ownPermissions('elasticsearch_post_indexing')],
  ['elasticsearch_post_aggregation', ownPermissions('elasticsearch_post_aggregation')],
  ['ldap_sync', ownPermissions('ldap_sync')],
  ...(
    [
      'migrations',
      'plugins',
      'product_notices',
      'expiry_notify',
      'active_users',
      'import_process',
      'import_delete',
      'export_process',
      'export_delete',
      'cloud',
      'extract_content',
    ] as const
  ).map((type) => [type, common] as const),
  ['mobile_session_metadata', { read: 'read_jobs' }],
  [
    'access_control_sync',
    { create: 'manage_system', manage: 'manage_system', read: 'manage_system' },
  ],
])

type OwnSubject =
  | 'data_retention'
  | 'compliance_export'
  | 'elasticsearch_post_indexing'
  | 'elasticsearch_post_aggregation'
  | 'ldap_sync'

function ownPermissions(subject: OwnSubject): JobPermissions {
  return {
    create: `create_${subject}_job`,
    manage: `manage_${subject}_job`,
    read: `read_${subject}_job`,
  }
}
