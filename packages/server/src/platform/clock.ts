/** Milliseconds since the epoch. Handed to whoever needs the time, so that tests can set it. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Resolves after `ms`; the timer doesn't keep the process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
