import { useEntities } from '#web/entities/store.ts'

const DEFAULT_MAX = 16_383

/** How many more characters a message may have; negative when it is too long. */
export function useRoom(message: string): number {
  const max = useEntities((now) => Number(now.config.MaxPostSize) || DEFAULT_MAX)
  return max - lengthOf(message)
}

/** The server counts code points, in which a text has at most as many as it has units. */
function lengthOf(message: string): number {
  let length = 0
  for (const _ of message) length += 1
  return length
}
