import { expect, test } from 'vitest'
import { addressesIn } from './addresses.ts'

test.each([
  ['', []],
  ['ada@example.org', ['ada@example.org']],
  [
    'Ada@Example.org, bob@example.org;\ncy@example.org',
    ['ada@example.org', 'bob@example.org', 'cy@example.org'],
  ],
  ['Ada Lovelace <ada@example.org>', ['ada@example.org']],
  ['ada@example.org ada@example.org', ['ada@example.org']],
  ['nobody, @, a@', []],
])('the addresses in %j', (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses)
})
