import type { Audit } from '@mattermost/types/audits'
import { useIntl } from 'react-intl'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { Link } from '#web/router/router.tsx'
import { useUserName } from '#web/users/use-user.ts'

/** Entries of the audit trail, newest first. */
export function AuditTable({ rows }: { rows: readonly Audit[] }) {
  const text = useConsoleText()
  const intl = useIntl()
  return (
    <Table
      label={text('page.audits')}
      none={text('audits.none')}
      rows={rows}
      keyOf={(row) => row.id}
      columns={[
        {
          name: text('audits.when'),
          show: (row) => (
            <time dateTime={new Date(row.create_at).toISOString()}>
              {intl.formatDate(row.create_at, { dateStyle: 'short', timeStyle: 'medium' })}
            </time>
          ),
        },
        { name: text('audits.who'), show: (row) => <Who userId={row.user_id} /> },
        { name: text('audits.what'), show: (row) => <code>{row.action}</code> },
        { name: text('audits.details'), show: (row) => row.extra_info, isMinor: true },
        { name: text('audits.from'), show: (row) => <code>{row.ip_address}</code>, isMinor: true },
      ]}
    />
  )
}

function Who({ userId }: { userId: string }) {
  const name = useUserName(userId)
  if (userId === '') return '–'
  return <Link to={{ page: 'console', path: `user_management/users/${userId}` }}>{name}</Link>
}
