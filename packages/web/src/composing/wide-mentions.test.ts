import { expect, test } from 'vitest'
import { callsEverybody } from './wide-mentions.ts'

test.each([
  ['@all hands', true],
  ['Hi @here!', true],
  ['(@Channel)', true],
  ['@all.', true],
  ['mail me@all.org', false],
  ['@allan', false],
  ['@here-or-there', false],
  ['write `@all`', false],
  ['```\n@channel\n```', false],
  ['```\n@channel', false],
  ['`code` and @here', true],
])('%j', (message, expected) => {
  expect(callsEverybody(message)).toBe(expected)
})
