/** How a post mentions somebody, the weakest first. */
const strengths = ['gm', 'thread', 'comment', 'channel', 'dm', 'keyword', 'group'] as const

export type Strength = (typeof strengths)[number]

/** Whom a post mentions, and how. */
export type Mentioned = ReadonlyMap<string, Strength>

/** Adds mentions: of several of one person the strongest counts. */
export function addMentions(
  mentioned: Map<string, Strength>,
  userIds: Iterable<string>,
  strength: Strength,
): void {
  for (const id of userIds) {
    const known = mentioned.get(id)
    const isStronger = !known || strengths.indexOf(strength) > strengths.indexOf(known)
    if (isStronger) mentioned.set(id, strength)
  }
}
