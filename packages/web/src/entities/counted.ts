import type { ServerChannel } from '@mattermost/types/channels'

/**
 * A channel with what its numbers hold. Posts that are written at the same time may be told in
 * another order, so the latest time alone doesn't say which of them were counted.
 */
export type CountedChannel = ServerChannel & { counted?: Counted | undefined }

type Counted = {
  /** What was posted until then was in the numbers as they were fetched. */
  asOf: number
  /** Times of the posts that were counted one by one, in their order. */
  times: readonly number[]
}

/** Far more than can be under way at once. */
const MAX_TIMES = 50

const countedOf = ({ counted, last_post_at }: CountedChannel): Counted =>
  counted ?? { asOf: last_post_at, times: [] }

/** Whether a frame has told of the post before. */
export function wasTold(channel: CountedChannel, createAt: number): boolean {
  return countedOf(channel).times.includes(createAt)
}

/** Whether the numbers hold a post of this time: `create_at` is unique within a channel. */
export function holds(channel: CountedChannel, createAt: number): boolean {
  return createAt <= countedOf(channel).asOf || wasTold(channel, createAt)
}

/** What the numbers hold once this post is counted too. */
export function withTime(channel: CountedChannel, createAt: number): Counted {
  const { asOf, times } = countedOf(channel)
  const next = [...times, createAt].sort((one, other) => one - other)
  const dropped = next.length > MAX_TIMES ? next.shift() : undefined
  return { asOf: dropped ?? asOf, times: next }
}

/** What fetched numbers hold in place of the stored ones. */
export function refetched(stored: CountedChannel, incoming: ServerChannel): Counted {
  return { asOf: incoming.last_post_at, times: stored.counted?.times ?? [] }
}
