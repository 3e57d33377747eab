/** The names of teams and channels in addresses; both sides check them alike. */

/** First segments of addresses that the server or the app needs for itself. */
const reservedTeamPrefixes = [
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

/** Whether a team's name would hide a page: it begins, in any case, like one. */
export function isReservedTeamName(name: string): boolean {
  return reservedTeamPrefixes.some((prefix) => name.toLowerCase().startsWith(prefix))
}

/** 2 to 64 letters and digits with hyphens between them, or one double underscore. */
export function isTeamName(name: string): boolean {
  return name.length <= 64 && /^[a-z0-9](?:[a-z0-9-]*|[a-z0-9]*__[a-z0-9]*)[a-z0-9]$/.test(name)
}

/** 1 to 64 letters, digits, hyphens and underscores, beginning with a letter or digit. */
export function isChannelName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)
}

/** Whether a name is of the kinds that direct and group channels have. */
export function isDirectOrGroupName(name: string): boolean {
  return /^[a-z0-9]{26}__[a-z0-9]{26}$|^[a-f0-9]{40}$/.test(name)
}
