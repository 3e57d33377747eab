import type { Draft } from '@mattermost/types/drafts'
import { type Entities, mapWith, mapWithout } from './entities.ts'

/** Where a draft belongs: the thread that it answers to, or else the channel. */
export function placeOfDraft(draft: Pick<Draft, 'channel_id' | 'root_id'>): string {
  return draft.root_id || draft.channel_id
}

export function withDraft(now: Entities, draft: Draft): Entities {
  return { ...now, drafts: mapWith(now.drafts, placeOfDraft(draft), draft) }
}

export function withoutDraft(now: Entities, placeId: string): Entities {
  return { ...now, drafts: mapWithout(now.drafts, placeId) }
}

/** Takes the complete list of a team and of the conversations with people: others there are gone. */
export function withDraftsOfTeam(
  now: Entities,
  teamId: string,
  all: readonly Draft[],
  isKept: (placeId: string) => boolean,
): Entities {
  const isElsewhere = ({ channel_id }: Draft) => {
    const there = now.channels.get(channel_id)?.team_id
    return there !== undefined && there !== '' && there !== teamId
  }
  const others = [...now.drafts].filter(([id, draft]) => isElsewhere(draft) || isKept(id))
  const told = all
    .map((draft): [string, Draft] => [placeOfDraft(draft), draft])
    .filter(([id]) => !isKept(id))
  return { ...now, drafts: new Map([...others, ...told]) }
}

/** Drafts that are shown in a team, the one written last first. */
export function draftsIn(
  { drafts, channels, members }: Pick<Entities, 'drafts' | 'channels' | 'members'>,
  teamId: string,
): Draft[] {
  const isHere = ({ channel_id }: Draft) => {
    const channel = channels.get(channel_id)
    return channel && members.has(channel_id) && ['', teamId].includes(channel.team_id)
  }
  return [...drafts.values()].filter(isHere).sort((a, b) => b.update_at - a.update_at)
}
