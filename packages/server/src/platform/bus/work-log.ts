import type { CommittedWork } from '#platform/events/event.ts'
import type { Origin } from './envelope.ts'

/** How far somebody has heard each sender: the last number, by the sender's run. */
export type Heard = Readonly<Record<string, number>>

const kept = 512

/** What was delivered here of late, so that a connection that comes over from elsewhere misses none. */
export function makeWorkLog() {
  const heard = new Map<string, { seq: number; nodeId: string }>()
  const recent: { from: Origin; work: CommittedWork }[] = []
  const waiting = new Set<() => void>()

  function note(nodeId: string, from: Origin, work: CommittedWork): void {
    heard.set(from.epoch, { seq: from.seq, nodeId })
    recent.push({ from, work })
    if (recent.length > kept) recent.shift()
    for (const wake of [...waiting]) wake()
  }

  /** Nobody waits for a node that is gone. */
  function forget(nodeId: string): void {
    for (const [epoch, last] of heard) if (last.nodeId === nodeId) heard.delete(epoch)
  }

  function isAsFarAs(other: Heard): boolean {
    return Object.entries(other).every(([epoch, seq]) => (heard.get(epoch)?.seq ?? 0) >= seq)
  }

  /** Resolves to whether everything that the other had heard has arrived here in time. */
  function reach(other: Heard, waitMs: number): Promise<boolean> {
    if (isAsFarAs(other)) return Promise.resolve(true)
    return new Promise((resolve) => {
      const end = (isThere: boolean) => {
        clearTimeout(timer)
        waiting.delete(check)
        resolve(isThere)
      }
      const check = () => isAsFarAs(other) && end(true)
      const timer = setTimeout(end, waitMs, false)
      waiting.add(check)
    })
  }

  /** What the other has not heard yet; undefined where that isn't known any more. */
  function since(other: Heard): CommittedWork[] | undefined {
    const missed = recent.filter(({ from }) => from.seq > (other[from.epoch] ?? Infinity))
    const known = Map.groupBy(missed, ({ from }) => from.epoch)
    for (const [epoch, { seq }] of heard) {
      const last = other[epoch]
      if (last === undefined || seq - last > (known.get(epoch)?.length ?? 0)) return undefined
    }
    return missed.map(({ work }) => work)
  }

  return {
    note,
    forget,
    reach,
    since,
    heard: (): Heard => Object.fromEntries([...heard].map(([epoch, { seq }]) => [epoch, seq])),
  }
}
