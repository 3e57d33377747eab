/** Columns under their headings, as wide as they need to be. */
export function formatTable(headings: string[], rows: string[][]): string {
  const all = [headings.map((heading) => heading.toUpperCase()), ...rows]
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => [...(row[column] ?? '')].length)),
  )
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** For machines: one JSON value, indented for people who look. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}
