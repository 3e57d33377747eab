import {
  isChannelName,
  isDirectOrGroupName,
  isReservedTeamName,
  isTeamName,
} from '@redoubt/wire/place-names.ts'

const MAX = 64

/** A name for addresses, made from a name for people: `Crew of Mir` gives `crew-of-mir`. */
export function urlNameOf(displayName: string): string {
  return displayName
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX)
    .replace(/^-+|-+$/g, '')
}

export type NameProblem = 'too-short' | 'bad-characters' | 'reserved'

/** Why a team can't have this name in addresses; `undefined` where it can. */
export function problemOfTeamName(name: string): NameProblem | undefined {
  if (name.length < 2) return 'too-short'
  if (!isTeamName(name)) return 'bad-characters'
  return isReservedTeamName(name) ? 'reserved' : undefined
}

/** Why a channel can't have this name in addresses; `undefined` where it can. */
export function problemOfChannelName(name: string): NameProblem | undefined {
  if (name.length < 1) return 'too-short'
  if (!isChannelName(name)) return 'bad-characters'
  return isDirectOrGroupName(name) ? 'reserved' : undefined
}
