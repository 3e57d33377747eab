import type { ReactNode } from 'react'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Button } from '#web/ui/Button.tsx'
import styles from './Table.module.css'

export type Column<Row> = {
  /** The heading; empty for a column of buttons, which name themselves. */
  name: string
  show: (row: Row) => ReactNode
  /** What narrow screens leave out. */
  isMinor?: boolean
  isNumber?: boolean
}

type TableProps<Row> = {
  /** What the table lists. */
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  columns: readonly Column<Row>[]
  /** Said where there are no rows. */
  none: string
}

/** A list in columns; the first names the row. */
export function Table<Row>({ label, rows, keyOf, columns, none }: TableProps<Row>) {
  if (rows.length === 0) {
    return (
      <p className={styles.none} role="status">
        {none}
      </p>
    )
  }
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, index) =>
              column.name === '' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns don't change places.
                <td key={index} />
              ) : (
                <th key={column.name} scope="col" {...traitsOf(column)}>
                  {column.name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.name} scope="row" {...traitsOf(column)}>
                    {column.show(row)}
                  </th>
                ) : (
                  <td key={column.name} {...traitsOf(column)}>
                    {column.show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function traitsOf<Row>(column: Column<Row>) {
  return {
    'data-weight': column.isMinor ? 'minor' : undefined,
    'data-kind': column.isNumber ? 'number' : column.name === '' ? 'actions' : undefined,
  }
}

type PagerProps = {
  /** What is shown, such as "1–50 of 93". */
  children: ReactNode
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** The way to the pages before and after. */
export function Pager({ children, onPrevious, onNext }: PagerProps) {
  const text = useConsoleText()
  const hasMore = onPrevious !== undefined || onNext !== undefined
  return (
    <nav className={styles.pager} aria-label={text('pager.label')}>
      <p className={styles.count} role="status">
        {children}
      </p>
      {hasMore && (
        <>
          <Button disabled={!onPrevious} onClick={onPrevious}>
            {text('pager.previous')}
          </Button>
          <Button disabled={!onNext} onClick={onNext}>
            {text('pager.next')}
          </Button>
        </>
      )}
    </nav>
  )
}
