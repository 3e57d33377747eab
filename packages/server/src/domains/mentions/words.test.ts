import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluation.ts'
import { type Keywords, keywordIndex } from './keywords.ts'
import { findMentionedNames, plainWords, textsOf } from './words.ts'

const people: Record<string, Keywords & { username: string }> = {
  user: { username: 'user', keys: [], firstName: '' },
  user_name: { username: 'user_name', keys: [], firstName: '' },
  dotted: { username: 'john.doe', keys: [], firstName: '' },
  john: { username: 'john', keys: [], firstName: '' },
  keys: {
    username: 'keys',
    keys: ['fire', 'c++', 'on-call', '火事', 'v2.1', 'über'],
    firstName: '',
  },
  named: { username: 'named', keys: [], firstName: 'Sam' },
}

async function mentionedIn(text: string): Promise<string> {
  const entries = Object.entries(people)
  const index = keywordIndex(async () => new Map(entries))
  await index.ready()
  const ids = entries.map(([id]) => id)
  const found = evaluate(plainWords(text), {
    membersByName: new Map(entries.map(([id, { username }]) => [username, id])),
    outsidersByName: new Map([['outsider', 'outsider']]),
    groupsByName: new Map([['devs', { memberIds: ['john'], outsiderIds: [] }]]),
    memberIds: new Set(ids),
    keywords: index,
  })
  const names = [...found.mentioned].map(([id, strength]) =>
    strength === 'group' ? `${id}(group)` : id,
  )
  const others = [...found.wide, ...[...found.outsiderIds].map((id) => `-${id}`)]
  return [...names, ...others].sort().join(' ')
}

describe('MC-MEN-01 whom a text mentions', () => {
  test.for([
    ['@user', 'user'],
    ['@user.', 'user'],
    ['@user: look', 'user'],
    ['@user, look', 'user'],
    ['@user...-', 'user'],
    ['user', ''],
    ['user@x.com', ''],
    ['mail user@user', ''],
    [':@user:', ''],
    [':fire:', ''],
    ['`@user`', ''],
    ['```\n@user\n```', ''],
    ['    @user', ''],
    ['[see](https://x.example/@user)', ''],
    ['https://x.example/@user', ''],
    ['[@user](https://x.example)', 'user'],
    ['**@user**', 'user'],
    ['_@user_', 'user'],
    ['~~@user~~ > @john', 'john user'],
    ['> @user', 'user'],
    ['# @user', 'user'],
    ['| @user |\n| --- |\n| @john |', 'john user'],
    ['(@user)', 'user'],
    ['"@user"', 'user'],
    ["@user's", 'user'],
    ['foo:@user', 'user'],
    ['foo.@user', 'user'],
    ['foo@user', ''],
    ['.@user', 'user'],
    ['@user_name-', 'user_name'],
    ['@user_name_', 'user_name'],
    ['@john.doe.', 'dotted'],
    ['@john.smith', 'john'],
    ['@user.thanks', 'user'],
    ['@outsider.fire-user', '-outsider keys'],
    ['fire-Sam', 'keys named'],
    ['@USER', 'user'],
    ['@nobody', ''],
    ['@outsider!', '-outsider'],
    ['@devs', 'john(group)'],
    ['@all @Channel @here.', 'all channel here'],
    ['all channel here', ''],
    ['fire', 'keys'],
    ['Fire!', 'keys'],
    ['firewall', ''],
    ['a fire-drill', 'keys'],
    ['on-call', 'keys'],
    ['v2.1.', 'keys'],
    ['c++', ''],
    ['ÜBER', 'keys'],
    ['überall', ''],
    ['昨日の火事です', 'keys'],
    ['Sam', 'named'],
    ['sam', ''],
    ['SAM', ''],
    ['Sam: hi', 'named'],
    ['Samuel', ''],
    ['@user @user @john', 'john user'],
    ['\\@user', 'user'],
    ['@user@john', ''],
    ['', ''],
  ] as const)('%s', async ([text, expected]) => {
    expect(await mentionedIn(text)).toBe(expected)
  })
})

test('the texts of attachments are examined too, whatever stands in their place', () => {
  const attachments = [
    {
      pretext: 'a',
      text: 'b',
      title: 'x',
      fields: [{ title: 'x', value: 'c' }, { value: 7 }, null],
    },
    null,
    'x',
    { text: 1, fields: 'x' },
  ]
  expect(textsOf({ message: 'm', props: { attachments } })).toEqual(['m', 'a', 'b', 'c'])
  expect(textsOf({ message: 'm', props: { attachments: 'x' } })).toEqual(['m'])
})

test('names take time in proportion to the text, whatever it is', () => {
  for (const piece of ['@', '.', ':', '@a.', 'a.', '@a', 'a-', ':a', '.a', '火', '@火.']) {
    const text = `@${piece.repeat(Math.ceil(16_383 / piece.length))}`
    const begun = performance.now()
    findMentionedNames(text)
    expect(performance.now() - begun, piece).toBeLessThan(1_000)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      for (const name of findMentionedNames(text)) expect(text.toLowerCase()).toContain(name)
    }),
  )
})
