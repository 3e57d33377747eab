import type { AutocompleteSuggestion } from '@mattermost/types/integrations'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { useArguments } from '#web/composing/use-arguments.ts'
import { findEmoji } from '#web/emoji/emoji.ts'
import { withEmojis } from '#web/entities/emojis.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { type TextId, useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import { argumentsHead, type Token } from './completion.ts'

/** Something that completes a name. */
export type Suggestion = {
  /** What is written in the place of the beginning. */
  inserted: string
  title: string
  note: string
  userId?: string
  emoji?: string
}

const MAX = 8
/** One may look through all of them to learn what there is. */
const MAX_COMMANDS = 60
const EVERYBODY: readonly { name: string; note: TextId }[] = [
  { name: 'all', note: 'mentions.all' },
  { name: 'channel', note: 'mentions.channel' },
  { name: 'here', note: 'mentions.here' },
]

/** What a name that is being written may become. */
export function useSuggestions(token: Token | undefined, channelId: string): Suggestion[] {
  const text = useText()
  const team = useCurrentTeam()
  const isArguments = token?.kind === '/' && argumentsHead(token.term) !== ''
  const following = useArguments(isArguments ? token.term : '', { teamId: team.id, channelId })
  const found = useQuery({
    queryKey: ['suggestions', team.id, channelId, token?.kind, token?.term],
    queryFn: () => (token ? suggest(token, team.id, channelId) : []),
    enabled: token !== undefined && !isArguments,
    staleTime: 30_000,
    retry: false,
    placeholderData: (before) => before,
  })
  if (!token) return []
  if (isArguments) return argumentsFor(following, token.term)
  if (token.kind === ':') {
    const custom = (found.data ?? []).filter((one) => fits(one, token, found.isPlaceholderData))
    const known = findEmoji(token.term).map(({ names: [name = ''] }) => toEmoji(name))
    return [...known.slice(0, MAX - Math.min(custom.length, 3)), ...custom].slice(0, MAX)
  }
  const everybody = token.kind === '@' ? EVERYBODY : []
  const spoken = everybody
    .filter(({ name }) => name.startsWith(token.term))
    .map(({ name, note }) => ({ inserted: `@${name}`, title: `@${name}`, note: text(note) }))
  const fitting = (found.data ?? []).filter((one) => fits(one, token, found.isPlaceholderData))
  return [...fitting, ...spoken].slice(0, token.kind === '/' ? MAX_COMMANDS : MAX)
}

/** While the answer is on its way, what the former one offered stays only as far as it still fits. */
function fits(one: Suggestion, token: Token, isFormer: boolean): boolean {
  if (!one.inserted.startsWith(token.kind)) return false
  const words = `${one.inserted.slice(1)} ${one.title} ${one.note}`.toLowerCase().split(/[\s@~]+/)
  return !isFormer || words.some((word) => word.startsWith(token.term))
}

function toEmoji(name: string): Suggestion {
  return { inserted: `:${name}:`, title: `:${name}:`, note: '', emoji: name }
}

/** Emoji that people have added. */
async function suggestEmoji(term: string): Promise<Suggestion[]> {
  if (readEntities().config.EnableCustomEmoji !== 'true') return []
  const found = await client.autocompleteCustomEmoji(term)
  update(withEmojis, found)
  return found.map(({ name }) => toEmoji(name))
}

async function suggest(token: Token, teamId: string, channelId: string): Promise<Suggestion[]> {
  if (token.kind === ':') return suggestEmoji(token.term)
  if (token.kind === '/') return suggestCommands(token.term, teamId, channelId)
  if (token.kind === '~') {
    const channels = await client.autocompleteChannels(teamId, token.term)
    return channels.map(({ name, display_name }) => ({
      inserted: `~${name}`,
      title: display_name,
      note: `~${name}`,
    }))
  }
  const { users, out_of_channel } = await client.autocompleteUsers(token.term, teamId, channelId, {
    limit: MAX,
  })
  const people = [...users, ...(out_of_channel ?? [])]
  update(withUsers, people)
  const format = selectNameFormat(readEntities())
  return people.map((user) => ({
    inserted: `@${user.username}`,
    title: displayName(user, format),
    note: [`@${user.username}`, user.first_name, user.last_name].filter(Boolean).join(' '),
    userId: user.id,
  }))
}

async function suggestCommands(term: string, teamId: string, channelId: string) {
  const place = { channel_id: channelId, team_id: teamId }
  const found = await client.getCommandAutocompleteSuggestionsList(`/${term}`, teamId, place)
  return found.map(({ Complete, Hint, Description }) => ({
    inserted: `/${Complete}`,
    title: [`/${Complete}`, Hint].filter(Boolean).join(' '),
    note: Description,
  }))
}

/** What fits what there is of the last word. What is without words of its own is no choice. */
function argumentsFor(found: readonly AutocompleteSuggestion[], term: string): Suggestion[] {
  const start = term.toLowerCase()
  return found
    .filter((one) => one.Suggestion !== '' && one.Complete.toLowerCase().startsWith(start))
    .slice(0, MAX_COMMANDS)
    .map(({ Complete, Suggestion, Hint, Description }) => ({
      inserted: `/${Complete}`,
      title: [Suggestion, Hint].filter(Boolean).join(' '),
      note: Description,
    }))
}

/** Keeps the choice within the list as that changes. */
export function useClamped(at: number, count: number, set: (at: number) => void): void {
  useEffect(() => {
    if (at >= count && at > 0) set(0)
  }, [at, count, set])
}
