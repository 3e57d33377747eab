export type Random = ReturnType<typeof makeRandom>

/** A small seeded generator (mulberry32): the same seed gives the same numbers everywhere. */
export function makeRandom(seed: number) {
  let state = seed >>> 0

  /** At least 0 and below 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `from` to `to`, both included. */
  function between(from: number, to: number): number {
    return from + Math.floor(next() * (to - from + 1))
  }

  function chance(probability: number): boolean {
    return next() < probability
  }

  /** Throws for an empty list: there is nothing to pick. */
  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** In a new order. */
  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, rank: next() }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ item }) => item)
  }

  return { next, between, chance, pick, shuffle }
}
