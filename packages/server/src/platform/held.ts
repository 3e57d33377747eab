type Options<Value> = {
  /** Everything, or what there is of these ids. */
  load: (ids: string[] | undefined) => Promise<Map<string, Value>>
  /** Told of each id whose value is another one now, for what is derived from it. */
  onReplace?: (id: string, before: Value | undefined, after: Value | undefined) => void
}

export type Held<Value> = ReturnType<typeof openHeld<Value>>

/**
 * A few facts of some of very many things, held whole in memory: read once, then anew for those
 * that changed. Bounded by how many there are of which there is something to hold.
 */
export function openHeld<Value>({ load, onReplace }: Options<Value>) {
  const held = new Map<string, Value>()
  const changed = new Set<string>()
  let isWhole = false
  let reading: Promise<void> | undefined

  /** What is true now: whatever changed before the call has been read. */
  async function current(): Promise<ReadonlyMap<string, Value>> {
    while (!isWhole || changed.size > 0 || reading) {
      reading ??= read().finally(() => {
        reading = undefined
      })
      await reading
    }
    return held
  }

  async function read(): Promise<void> {
    const ids = isWhole ? [...changed] : undefined
    changed.clear()
    isWhole = true
    try {
      const found = await load(ids)
      for (const id of ids ?? new Set([...held.keys(), ...found.keys()])) {
        replace(id, found.get(id))
      }
    } catch (error) {
      if (ids) for (const id of ids) changed.add(id)
      else isWhole = false
      throw error
    }
  }

  function replace(id: string, after: Value | undefined): void {
    const before = held.get(id)
    if (after === undefined) held.delete(id)
    else held.set(id, after)
    onReplace?.(id, before, after)
  }

  return {
    current,
    /** Whether there may be something of this id, as far as is known without reading. */
    mayHold: (id: string): boolean => !isWhole || changed.has(id) || held.has(id),
    note(id: string): void {
      if (isWhole) changed.add(id)
    },
    noteAll(): void {
      isWhole = false
    },
  }
}
