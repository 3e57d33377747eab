/**
 * Gathers what is asked for while a batch is under way into the next one. At rest an item goes at
 * once and alone; under load many items share one round trip and one commit.
 */
export function makeBatcher<Item, Result>(options: {
  /** Items of one batch at most. */
  maxSize: number
  /** Results in the order of the items. A failure fails every item of the batch. */
  run: (items: Item[]) => Promise<Result[]>
}): (item: Item) => Promise<Result> {
  type Waiting = {
    item: Item
    resolve: (result: Result) => void
    reject: (error: unknown) => void
  }
  const queue: Waiting[] = []
  let isRunning = false

  async function drain(): Promise<void> {
    isRunning = true
    while (queue.length > 0) {
      const batch = queue.splice(0, options.maxSize)
      try {
        const results = await options.run(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      if (!isRunning) void drain()
    })
}
