/** The places of one transaction in queues. */
export type Turn = {
  /** From when on nothing else can come before it in the queue. */
  take(queue: string, position: number): void
  /** Resolves once all that are before it in its queues have ended; undefined where none is. */
  earlier(): Promise<unknown> | undefined
  end(): void
}

/** Has work that ends in any order take effect in the order of its places. */
export function makeTurns(): () => Turn {
  const queues = new Map<string, Map<Turn, { position: number; ended: Promise<void> }>>()

  return () => {
    const taken = new Map<string, number>()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const turn: Turn = {
      take(queue, position) {
        const places = queues.get(queue) ?? new Map()
        queues.set(queue, places.set(turn, { position, ended }))
        taken.set(queue, position)
      },
      earlier() {
        const waits = [...taken].flatMap(([queue, own]) =>
          [...(queues.get(queue)?.values() ?? [])].filter(({ position }) => position < own),
        )
        return waits.length > 0 ? Promise.all(waits.map((place) => place.ended)) : undefined
      },
      end() {
        for (const queue of taken.keys()) {
          const places = queues.get(queue)
          places?.delete(turn)
          if (places?.size === 0) queues.delete(queue)
        }
        resolve()
      },
    }
    return turn
  }
}
