import type { ScheduledPost } from '@mattermost/types/schedule_post'
import { type Entities, mapWithout } from './entities.ts'

export function withScheduled(now: Entities, added: readonly ScheduledPost[]): Entities {
  const scheduled = new Map(now.scheduled)
  for (const one of added) scheduled.set(one.id, one)
  return { ...now, scheduled }
}

export function withoutScheduled(now: Entities, id: string): Entities {
  return { ...now, scheduled: mapWithout(now.scheduled, id) }
}

/** Takes the complete list of a team and of the conversations with people: others there are gone. */
export function withScheduledOfTeam(
  now: Entities,
  teamId: string,
  all: readonly ScheduledPost[],
): Entities {
  const isElsewhere = (one: ScheduledPost) => {
    const there = now.channels.get(one.channel_id)?.team_id
    return there !== undefined && there !== '' && there !== teamId
  }
  const others = [...now.scheduled].filter(([, one]) => isElsewhere(one))
  return withScheduled({ ...now, scheduled: new Map(others) }, all)
}

/** What is to be sent to a channel, or as a reply to a thread; the next one first. */
export function scheduledIn(
  scheduled: Entities['scheduled'],
  channelId: string,
  rootId: string,
): ScheduledPost[] {
  return [...scheduled.values()]
    .filter((one) => one.channel_id === channelId && one.root_id === rootId)
    .sort((a, b) => a.scheduled_at - b.scheduled_at)
}

/** What is shown in a team: its own and that of conversations with people, the next one first. */
export function scheduledOf(
  { scheduled, channels }: Pick<Entities, 'scheduled' | 'channels'>,
  teamId: string,
): ScheduledPost[] {
  const isHere = (one: ScheduledPost) =>
    ['', teamId].includes(channels.get(one.channel_id)?.team_id ?? 'elsewhere')
  return [...scheduled.values()].filter(isHere).sort((a, b) => a.scheduled_at - b.scheduled_at)
}
