import { client } from '#web/api/client.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import type { Option } from './Combobox.tsx'

const MAX = 30

/** Those of given choices that hold a term. */
export function choicesOf(options: readonly Option[], term: string): Option[] {
  const wanted = term.trim().toLowerCase()
  return options.filter((option) => option.text.toLowerCase().includes(wanted))
}

/** People of a team as choices. */
export async function findPeople(teamId: string, term: string): Promise<Option[]> {
  const name = term.trim().replace(/^@/, '')
  const { users } = await client.autocompleteUsers(name, teamId, '', { limit: MAX })
  update(withUsers, users)
  const format = selectNameFormat(readEntities())
  return users.map((user) => ({ text: displayName(user, format), value: user.id }))
}

/** Public channels of a team, and own ones, as choices. */
export async function findChannels(teamId: string, term: string): Promise<Option[]> {
  const channels = await client.autocompleteChannels(teamId, term.trim().replace(/^~/, ''))
  return channels.slice(0, MAX).map(({ id, display_name }) => ({ text: display_name, value: id }))
}
