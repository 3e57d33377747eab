import type { Refusal } from './envelope.ts'

const quietMs = 60_000

/** Says what was not opened and why, once a minute at most: a stranger may send very much. */
export function tellRefusals(warn: (message: string) => void) {
  const counts = new Map<Refusal, number>()
  let toldAt = Number.NEGATIVE_INFINITY
  return (subject: string, reason: Refusal): void => {
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
    if (performance.now() - toldAt < quietMs) return
    toldAt = performance.now()
    const sums = [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
    warn(`Frames on the bus were refused (${sums}), the last one on ${subject}.`)
  }
}
