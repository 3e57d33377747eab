import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import { daysBack, type Modifier, modifiersFor, type SearchToken } from './search-token.ts'

/** Something that a search may go on with. */
export type SearchSuggestion = {
  inserted: string
  title: string
  note: string
  userId?: string
}

const MAX = 8
const EXTENSIONS = ['pdf', 'docx', 'xlsx', 'pptx', 'png', 'jpg', 'csv', 'md', 'txt', 'zip']

/** What can be offered for what is being typed in a search. */
export function useSearchSuggestions(token: SearchToken | undefined): readonly SearchSuggestion[] {
  const text = usePaneText()
  const team = useCurrentTeam()
  const isAsked = token?.modifier === 'from' || token?.modifier === 'in'
  const found = useQuery({
    queryKey: ['panes', 'search-suggestions', team.id, token?.modifier, token?.term],
    queryFn: () => (token?.modifier ? ask(token.modifier, token.term, team.id) : []),
    enabled: isAsked,
    retry: false,
    staleTime: 30_000,
  })
  if (!token) return []
  if (isAsked) return found.data ?? []
  if (token.modifier === 'ext') {
    return EXTENSIONS.filter((one) => one.startsWith(token.term))
      .slice(0, MAX)
      .map((one) => ({ inserted: one, title: one, note: '' }))
  }
  if (token.modifier) {
    return daysBack(new Date())
      .filter(({ day }) => day.startsWith(token.term))
      .map(({ id, day }) => ({ inserted: day, title: text(`search.day-${id}`), note: day }))
  }
  return modifiersFor(token.term).map((one) => ({
    inserted: `${one}:`,
    title: `${one}:`,
    note: text(`search.modifier-${one}`),
  }))
}

async function ask(modifier: Modifier, term: string, teamId: string): Promise<SearchSuggestion[]> {
  if (modifier === 'in') {
    const [channels, people] = await Promise.all([
      client.autocompleteChannelsForSearch(teamId, term.replace(/^[~@]/, '')),
      term.startsWith('@') ? findPeople(term, teamId) : [],
    ])
    const places = channels
      .filter(({ type }) => type === 'O' || type === 'P')
      .map(({ name, display_name }) => ({ inserted: name, title: display_name, note: `~${name}` }))
    return [...(term.startsWith('@') ? [] : places), ...people.map(toPlace)].slice(0, MAX)
  }
  return findPeople(term, teamId)
}

function toPlace(person: SearchSuggestion): SearchSuggestion {
  return { ...person, inserted: `@${person.inserted}` }
}

async function findPeople(term: string, teamId: string): Promise<SearchSuggestion[]> {
  const { users } = await client.autocompleteUsers(term.replace(/^@/, ''), teamId, '', {
    limit: MAX,
  })
  update(withUsers, users)
  const format = selectNameFormat(readEntities())
  return users.map((user) => ({
    inserted: user.username,
    title: displayName(user, format),
    note: `@${user.username}`,
    userId: user.id,
  }))
}
