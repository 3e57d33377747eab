/** Of somebody what a name is made of. */
export type Named = { username: string; nickname: string; first_name: string; last_name: string }

/** The name as the reader wants to see it; where there is no such name, the user name. */
export function displayName(person: Named, format: string): string {
  const fullName = `${person.first_name} ${person.last_name}`.trim()
  if (format === 'nickname_full_name') return person.nickname || fullName || person.username
  if (format === 'full_name') return fullName || person.username
  return person.username
}

/** The same, with an @ before a user name. */
export function senderName(person: Named, format: string): string {
  const name = displayName(person, format)
  return name === person.username ? `@${name}` : name
}
