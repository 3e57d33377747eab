/** A message that needs a millisecond of its own in its channel. */
export type Timed = {
  channel_id: string
  /** The time that the file gives. */
  wish: number
  /** Position of the root, which has to come before. */
  root?: number | undefined
}

export function timeKey(channelId: string, time: number): string {
  return `${channelId}:${time}`
}

/**
 * Gives each message, in order, the first free millisecond of its channel from its wish on; a reply
 * comes after its root. `taken` holds the keys of milliseconds that are occupied already.
 */
export function assignTimes(messages: readonly Timed[], taken: ReadonlySet<string>): number[] {
  const used = new Set(taken)
  const times: number[] = []
  for (const { channel_id, wish, root } of messages) {
    const rootTime = root === undefined ? undefined : times[root]
    let time = rootTime === undefined ? wish : Math.max(wish, rootTime + 1)
    while (used.has(timeKey(channel_id, time))) time++
    used.add(timeKey(channel_id, time))
    times.push(time)
  }
  return times
}
