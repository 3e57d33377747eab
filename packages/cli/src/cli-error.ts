/** Something the person at the terminal can mend; the message is one sentence that says how. */
export class CliError extends Error {
  override readonly name = 'CliError'
}

/** What was thrown, as a text for the terminal. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
