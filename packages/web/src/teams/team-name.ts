/** Names must not begin like the pages of the app and of the server. */
const RESERVED = [
  'admin',
  'api',
  'channel',
  'claim',
  'error',
  'files',
  'help',
  'landing',
  'login',
  'mfa',
  'oauth',
  'plug',
  'plugins',
  'post',
  'signup',
  'boards',
  'playbooks',
]
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
  if (!/^[a-z0-9]+([a-z\-0-9]+|(__)?)[a-z0-9]+$/.test(name)) return 'bad-characters'
  return RESERVED.some((word) => name.startsWith(word)) ? 'reserved' : undefined
}

/** Why a channel can't have this name in addresses; `undefined` where it can. */
export function problemOfChannelName(name: string): NameProblem | undefined {
  if (name.length < 1) return 'too-short'
  if (!/^[a-z0-9]+([a-z\-_0-9]+|(__)?)[a-z0-9]*$/.test(name)) return 'bad-characters'
  const looksDirect = /^[a-z0-9]{26}__[a-z0-9]{26}$|^[a-f0-9]{40}$/.test(name)
  return looksDirect ? 'reserved' : undefined
}
