import pg from 'pg'
import { vi } from 'vitest'

const rounds = 3

/**
 * How many statements the work sends to the database once caches are warm. It is done several times,
 * and the fewest count: what the server does in the background is left out.
 */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  await work()
  const counts: number[] = []
  const queries = vi.spyOn(pg.Client.prototype, 'query')
  try {
    for (let round = 0; round < rounds; round++) {
      queries.mockClear()
      await work()
      counts.push(queries.mock.calls.length)
    }
    return Math.min(...counts)
  } finally {
    queries.mockRestore()
  }
}
