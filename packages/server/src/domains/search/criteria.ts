import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { type Day, toDay } from './days.ts'
import type { Modifiers, Query, Term } from './query.ts'
import { type Criteria, findUserIds } from './store.ts'
import { toWordQuery, type WordQuery } from './words.ts'

/** How channels are named that are known by who is in them. */
export type ChannelNames = {
  direct: (one: string, other: string) => string
  group: (userIds: readonly string[]) => string
}

type Given = {
  actor: Actor
  teamId: string
  isAny: boolean
  includesArchived: boolean
  offsetSeconds: number
  languages: readonly string[]
  channelNames: ChannelNames
  isLoose: boolean
}

const maxTerms = 100

/**
 * What a query means to the actor. A person, channel or day that there isn't makes it find nothing
 * where it is wanted, and excludes nothing where it is excluded.
 */
export async function makeCriteria(db: Db, query: Query, given: Given): Promise<Criteria> {
  const wanted = query.modifiers
  const excluded = query.excluded.modifiers
  const idsByName = await findUserIds(db, [...new Set([wanted, excluded].flatMap(namesIn))])
  const toId = (typed: string) => idsByName.get(toUsername(typed)) ?? []
  const toName = (typed: string) => toChannelName(typed, idsByName, given)
  const toDays = (typed: string[]) =>
    typed.flatMap((text) => toDay(text, given.offsetSeconds) ?? [])
  const toWords = (terms: Term[]) =>
    terms.slice(0, maxTerms).flatMap((term): WordQuery | never[] => toWordQuery(term, given) ?? [])
  return {
    words: {
      wanted: toWords(query.terms),
      excluded: toWords(query.excluded.terms),
      tags: query.tags.slice(0, maxTerms),
      excludedTags: query.excluded.tags.slice(0, maxTerms),
      isAny: given.isAny,
      languages: given.languages,
    },
    memberId: given.actor.userId,
    teamId: given.teamId,
    includesArchived: given.includesArchived,
    authorIds: ifAny(wanted.from, (typed) => typed.flatMap(toId)),
    excludedAuthorIds: excluded.from.flatMap(toId),
    channelNames: ifAny(wanted.in, (typed) => typed.flatMap(toName)),
    excludedChannelNames: excluded.in.flatMap(toName),
    extensions: ifAny(wanted.ext, (typed) => typed.map(toExtension)),
    excludedExtensions: excluded.ext.map(toExtension),
    days: ifAny(wanted.on, toDays),
    excludedDays: toDays(excluded.on),
    ...toBounds(wanted, excluded, toDays),
  }
}

/** After a day is from its end on, before a day is until its start. */
function toBounds(
  wanted: Modifiers,
  excluded: Modifiers,
  toDays: (typed: string[]) => Day[],
): { since: number | undefined; until: number | undefined } {
  const after = ifAny(wanted.after, toDays)
  const before = ifAny(wanted.before, toDays)
  const never = Number.MAX_SAFE_INTEGER
  const starts = [
    ...(after?.map((day) => day.end) ?? []),
    ...(after?.length === 0 ? [never] : []),
    ...toDays(excluded.before).map((day) => day.start),
  ]
  const ends = [
    ...(before?.map((day) => day.start) ?? []),
    ...(before?.length === 0 ? [0] : []),
    ...toDays(excluded.after).map((day) => day.end),
  ]
  return {
    since: starts.length > 0 ? Math.max(...starts) : undefined,
    until: ends.length > 0 ? Math.min(...ends) : undefined,
  }
}

/** Undefined where nothing was typed. */
function ifAny<Value>(typed: string[], convert: (typed: string[]) => Value): Value | undefined {
  return typed.length > 0 ? convert(typed) : undefined
}

function namesIn({ from, in: places }: Modifiers): string[] {
  const people = places.filter((typed) => typed.startsWith('@')).flatMap(toUsernames)
  return [...from.map(toUsername), ...people]
}

function toUsername(typed: string): string {
  return typed.replace(/^@/, '').toLowerCase()
}

function toUsernames(typed: string): string[] {
  return typed.split(',').map(toUsername).filter(Boolean)
}

function toExtension(typed: string): string {
  return typed.replace(/^\./, '').toLowerCase()
}

/** `town-square`, `~town-square`, `@bob` or `@bob,carol`; none where one of them isn't known. */
function toChannelName(
  typed: string,
  idsByName: ReadonlyMap<string, string>,
  { actor, channelNames }: Given,
): string[] {
  if (!typed.startsWith('@')) return [typed.replace(/^~/, '').toLowerCase()]
  const usernames = toUsernames(typed)
  const ids = usernames.flatMap((name) => idsByName.get(name) ?? [])
  if (ids.length === 0 || ids.length < usernames.length) return []
  const others = [...new Set(ids)].filter((id) => id !== actor.userId)
  const [other = actor.userId] = others
  if (others.length < 2) return [channelNames.direct(actor.userId, other)]
  return [channelNames.group([...others, actor.userId])]
}
