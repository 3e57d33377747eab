import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from './Answer.tsx'
import { Filters, LabelledSelect, SearchField } from './Controls.tsx'
import { Card, Page } from './Page.tsx'
import { type Column, Pager, Table } from './Table.tsx'

const PER_PAGE = 50

/** What is looked for, and which part of what is found. */
export type ListQuery<Kind> = { term: string; kind: Kind | 'all'; page: number; per_page: number }

type ListPageProps<Row, Kind> = {
  of: 'channels' | 'teams'
  kindLabel: string
  /** Parts of the whole; to begin with, all is listed. */
  kinds: readonly { value: Kind; label: string }[]
  find: (query: ListQuery<Kind>) => Promise<{ rows: readonly Row[]; total: number }>
  columns: readonly Column<Row>[]
}

/** Everything of a sort, found by its name and kind, page by page. */
export function ListPage<Row extends { id: string }, Kind extends string>(
  props: ListPageProps<Row, Kind>,
) {
  const { of, kindLabel, kinds, find, columns } = props
  const text = useConsoleText()
  const [term, setTerm] = useState('')
  const [kind, setKind] = useState<Kind | 'all'>('all')
  const [page, setPage] = useState(0)
  const settled = useDeferredValue(term.trim())
  const found = useQuery({
    queryKey: ['console', of, settled, kind, page],
    queryFn: () => find({ term: settled, kind, page, per_page: PER_PAGE }),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  return (
    <Page title={text(`page.${of}`)} lead={text(`lead.${of}`)}>
      <Card>
        <Filters>
          <SearchField
            label={text(`${of}.search`)}
            value={term}
            onChange={(value) => {
              setTerm(value)
              setPage(0)
            }}
          />
          <LabelledSelect
            label={kindLabel}
            value={kind}
            options={[{ value: 'all', label: text('any') }, ...kinds]}
            onChange={(value) => {
              setKind(kinds.find((one) => one.value === value)?.value ?? 'all')
              setPage(0)
            }}
          />
        </Filters>
        <Answer query={found}>
          {({ rows, total }) => (
            <>
              <Table
                label={text(`page.${of}`)}
                none={text(`${of}.none`)}
                rows={rows}
                keyOf={(row) => row.id}
                columns={columns}
              />
              <Pager
                onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                onNext={(page + 1) * PER_PAGE < total ? () => setPage(page + 1) : undefined}
              >
                {text('pager.of', {
                  from: Math.min(total, page * PER_PAGE + 1),
                  to: page * PER_PAGE + rows.length,
                  total,
                })}
              </Pager>
            </>
          )}
        </Answer>
      </Card>
    </Page>
  )
}
