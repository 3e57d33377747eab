import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'

/** The types of jobs that somebody may start here. */
export const jobTypes = [
  'active_users',
  'extract_content',
  'export_process',
  'export_delete',
  'import_delete',
  'data_retention',
  'message_export',
  'ldap_sync',
  'elasticsearch_post_indexing',
  'access_control_sync',
] as const

const known: ReadonlySet<string> = new Set([...jobTypes, 'import_process', 'expiry_notify'])

/** What a type of jobs is called, where it is one of ours. */
export function titleOfJob(type: string): ConsoleTextId | undefined {
  return known.has(type) ? (`job.${type}` as ConsoleTextId) : undefined
}
