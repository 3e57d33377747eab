/** A bounded cache that forgets what was used least recently. */
export class Lru<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #capacity: number
  /** Moves with every invalidation, so that a read that began before it isn't kept. */
  #epoch = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#entries.size
  }

  /** Everything, the least recently used first. */
  entries(): IterableIterator<[string, Value]> {
    return this.#entries.entries()
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size <= this.#capacity) return
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }

  /** The cached value, or what `load` finds; nothing found isn't kept. */
  async fetch<Found extends Value | undefined>(
    key: string,
    load: () => Promise<Found>,
  ): Promise<Value | Found> {
    const cached = this.get(key)
    if (cached !== undefined) return cached
    const epoch = this.#epoch
    const value = await load()
    if (value !== undefined && epoch === this.#epoch) this.set(key, value)
    return value
  }

  delete(key: string): void {
    this.#epoch++
    this.#entries.delete(key)
  }

  /** Drops every entry that the predicate names. */
  deleteWhere(isStale: (value: Value, key: string) => boolean): void {
    this.#epoch++
    for (const [key, value] of this.#entries) {
      if (isStale(value, key)) this.#entries.delete(key)
    }
  }

  clear(): void {
    this.#epoch++
    this.#entries.clear()
  }
}
