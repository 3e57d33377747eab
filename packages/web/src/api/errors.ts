/** The HTTP status of a failed call; `undefined` when no server answered it. */
export function statusOf(error: unknown): number | undefined {
  return isRecord(error) && typeof error.status_code === 'number' ? error.status_code : undefined
}

/** The stable id that the server gives an error, or the empty text. */
export function errorIdOf(error: unknown): string {
  return isRecord(error) && typeof error.server_error_id === 'string' ? error.server_error_id : ''
}

/** What the server says went wrong, in the reader's language; empty when it said nothing. */
export function reasonOf(error: unknown): string {
  return statusOf(error) !== undefined && error instanceof Error ? error.message : ''
}

/** Whether asking again may help: nobody answered, or the server has a bad moment. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error)
  if (status === undefined || status === 429) return true
  return status >= 500 && status !== 501
}

/** For calls whose answer is nice to have: the fallback where the server refuses or can't. */
export async function orElse<T>(answer: Promise<T>, fallback: T): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (statusOf(error) === undefined || statusOf(error) === 401) throw error
    return fallback
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
