import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { AuditTable } from '#web/console/audits/AuditTable.tsx'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Card } from '#web/console/ui/Page.tsx'

const SHOWN = 20

/** What somebody did last that matters to safety. */
export function UserAudits({ userId }: { userId: string }) {
  const text = useConsoleText()
  const audits = useQuery({
    queryKey: ['console', 'audits-of', userId],
    queryFn: () => client.getUserAudits(userId, 0, SHOWN),
    staleTime: 0,
  })
  return (
    <Card title={text('users.audits')}>
      <Answer query={audits} lines={3}>
        {(rows) => <AuditTable rows={rows} />}
      </Answer>
    </Card>
  )
}
