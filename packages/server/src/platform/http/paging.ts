/** A clamped page: `offset` rows are skipped, at most `limit` returned. */
export type Page = { limit: number; offset: number }

const defaultPerPage = 60
const maxPerPage = 200

/** Reads `page` and `per_page` the forgiving way that clients rely on. */
export function toPage(query: { page?: string; per_page?: string }): Page {
  const page = Math.max(0, toInteger(query.page) ?? 0)
  const limit = toLimit(query.per_page)
  return { limit, offset: Math.min(page * limit, 2 ** 31 - 1) }
}

/** A count of rows: default 60, at most 200; nonsense and negatives are the default. */
export function toLimit(text: string | undefined): number {
  const value = toInteger(text)
  return value === undefined || value < 0 ? defaultPerPage : Math.min(value, maxPerPage)
}

/** The spellings of true that clients send; anything else is false. */
export function toBoolean(text: string | undefined): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text ?? '')
}

function toInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}
