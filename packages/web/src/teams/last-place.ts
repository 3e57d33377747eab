const KEY = 'redoubt.last'

/** The path to go back to: of a team, or else where one was last. */
export function lastPath(userId: string, team?: string): string | undefined {
  return localStorage.getItem(keyOf(userId, team)) ?? undefined
}

/** Remembers where one is, for the next visit of the team and of the site. */
export function rememberPath(userId: string, team: string, path: string): void {
  try {
    localStorage.setItem(keyOf(userId, team), path)
    localStorage.setItem(keyOf(userId), path)
  } catch {
    // Without room in the storage the next visit begins at the first channel.
  }
}

function keyOf(userId: string, team?: string): string {
  return team ? `${KEY}.${userId}.${team}` : `${KEY}.${userId}`
}
