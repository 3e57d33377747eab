import { describe, expect, test } from 'vitest'
import { problemOfChannelName, problemOfTeamName, urlNameOf } from './team-name.ts'

describe('names for addresses', () => {
  test.each([
    ['Crew of Mir', 'crew-of-mir'],
    ['  Übergröße & Café!  ', 'ubergrosse-cafe'],
    ['Ops/2026', 'ops-2026'],
    ['日本', ''],
  ])('%s gives %s', (displayName, name) => {
    expect(urlNameOf(displayName)).toBe(name)
  })

  test.each([
    ['crew', undefined],
    ['c', 'too-short'],
    ['Crew', 'bad-characters'],
    ['-crew', 'bad-characters'],
    ['crew-', 'bad-characters'],
    ['administration', 'reserved'],
    ['loginners', 'reserved'],
  ])('%s as a team: %s', (name, problem) => {
    expect(problemOfTeamName(name)).toBe(problem)
  })

  test.each([
    ['t', undefined],
    ['town-square', undefined],
    ['under_scored', undefined],
    ['', 'too-short'],
    ['Big', 'bad-characters'],
    [`${'a'.repeat(26)}__${'b'.repeat(26)}`, 'reserved'],
    ['0123456789abcdef0123456789abcdef01234567', 'reserved'],
  ])('%s as a channel: %s', (name, problem) => {
    expect(problemOfChannelName(name)).toBe(problem)
  })
})
