import type { KeywordIndex } from './keywords.ts'
import { addMentions, type Strength } from './strengths.ts'
import { type Word, wideNames } from './words.ts'

/** A group that can be mentioned, and who of it is in the channel. */
export type NamedGroup = { memberIds: string[]; outsiderIds: string[] }

/** What the names and keywords of a text stand for, in one channel. */
export type Known = {
  membersByName: ReadonlyMap<string, string>
  outsidersByName: ReadonlyMap<string, string>
  groupsByName: ReadonlyMap<string, NamedGroup>
  keywords: Pick<KeywordIndex, 'usersOf' | 'usersWithin'>
  /** Of those whom keywords stand for, the members. */
  memberIds: ReadonlySet<string>
}

/** What a text says. */
export type Evaluated = {
  mentioned: Map<string, Strength>
  /** Members by their names. */
  namedIds: Set<string>
  /** Of `all`, `channel` and `here` those that it names. */
  wide: Set<string>
  /** People who are meant and not in the channel. */
  outsiderIds: Set<string>
  /** Groups of which nobody is in the channel. */
  absentGroups: Set<string>
}

/**
 * Finds what the words mean. Of the forms of a word the first that means something counts; where none
 * does, what its parts mean.
 */
export function evaluate(words: readonly Word[], known: Known): Evaluated {
  const found: Evaluated = {
    mentioned: new Map(),
    namedIds: new Set(),
    wide: new Set(),
    outsiderIds: new Set(),
    absentGroups: new Set(),
  }
  const isMember = (id: string) => known.memberIds.has(id)
  /** Whether the form means anything. */
  const note = (form: string): boolean => {
    const byKeyword = [...known.keywords.usersOf(form)].filter(isMember)
    addMentions(found.mentioned, byKeyword, 'keyword')
    const isName = form.startsWith('@') && noteName(form.slice(1).toLowerCase(), known, found)
    return isName || byKeyword.length > 0
  }
  for (const word of words) {
    if (!word.forms.some(note)) word.parts.forEach(note)
    addMentions(found.mentioned, known.keywords.usersWithin(word).filter(isMember), 'keyword')
  }
  return found
}

/** Notes what a name stands for; false where it is nobody's. */
function noteName(name: string, known: Known, found: Evaluated): boolean {
  if (wideNames.has(name)) {
    found.wide.add(name)
    return true
  }
  const member = known.membersByName.get(name)
  if (member !== undefined) {
    found.namedIds.add(member)
    addMentions(found.mentioned, [member], 'keyword')
    return true
  }
  const outsider = known.outsidersByName.get(name)
  if (outsider !== undefined) {
    found.outsiderIds.add(outsider)
    return true
  }
  const group = known.groupsByName.get(name)
  if (!group) return false
  addMentions(found.mentioned, group.memberIds, 'group')
  for (const id of group.outsiderIds) found.outsiderIds.add(id)
  if (group.memberIds.length === 0) found.absentGroups.add(name)
  return true
}
