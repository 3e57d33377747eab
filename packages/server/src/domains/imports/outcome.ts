/** What a line did. */
export type Outcome = 'created' | 'updated' | 'unchanged'

/** Whether what a line wants is not what is there. */
export function differs<Row extends object>(existing: Row, wanted: Partial<Row>): boolean {
  return (Object.keys(wanted) as (keyof Row)[]).some((key) => existing[key] !== wanted[key])
}
