import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Filters, SearchField } from '#web/console/ui/Controls.tsx'
import { Card, Page } from '#web/console/ui/Page.tsx'
import { Pager } from '#web/console/ui/Table.tsx'
import { AuditTable } from './AuditTable.tsx'

const PER_PAGE = 100

/** Who did what that matters to safety. */
export function AuditsPage() {
  const text = useConsoleText()
  const [page, setPage] = useState(0)
  const [term, setTerm] = useState('')
  const audits = useQuery({
    queryKey: ['console', 'audits', page],
    queryFn: () => client.getAudits(page, PER_PAGE),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const wanted = term.trim().toLocaleLowerCase()
  return (
    <Page title={text('page.audits')} lead={text('lead.audits')}>
      <Card>
        <Filters>
          <SearchField label={text('audits.search')} value={term} onChange={setTerm} />
        </Filters>
        <Answer query={audits}>
          {(rows) => (
            <>
              <AuditTable
                rows={rows.filter((row) =>
                  `${row.action} ${row.extra_info} ${row.ip_address} ${row.user_id}`
                    .toLocaleLowerCase()
                    .includes(wanted),
                )}
              />
              <Pager
                onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                onNext={rows.length === PER_PAGE ? () => setPage(page + 1) : undefined}
              >
                {text('pager.page', { page: page + 1 })}
              </Pager>
            </>
          )}
        </Answer>
      </Card>
    </Page>
  )
}
