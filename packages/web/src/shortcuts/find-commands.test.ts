import { expect, test } from 'vitest'
import { findCommands } from './find-commands.ts'

const commands = [{ title: 'Settings: Display' }, { title: 'Look: Dark' }, { title: 'Log out' }]
const found = (term: string) => findCommands(commands, term).map((one) => one.title)

test('commands are found by the beginnings of their words, in any order', () => {
  expect(found('')).toHaveLength(3)
  expect(found('>')).toHaveLength(3)
  expect(found('> disp set')).toEqual(['Settings: Display'])
  expect(found('lo')).toEqual(['Look: Dark', 'Log out'])
  expect(found('play')).toEqual([])
})
