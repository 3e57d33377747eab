import { expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'

test.each([
  ['plain words, 2 * 3 * 4 and snake_case_names', 'plain words, 2 * 3 * 4 and snake_case_names'],
  ['**Winter timetable** is *final*, ~~summer~~ `over`', 'Winter timetable is final, summer over'],
  ['## Watches\n> quiet\n- [x] lamps\n- ropes\n1. first', 'Watches quiet • lamps • ropes 1. first'],
  ['See [the plan](https://example.org/a "b") ![berths](/x.png)', 'See the plan berths'],
  ['```ts\nconst a = 1\n```\nthat', 'const a = 1 that'],
  ['| a | b |\n|---|:--|\n| 1 | 2 |', '| a | b | | 1 | 2 |'],
  [
    ':tada: for @ada in ~town-square, :no_such_emoji:',
    '🎉 for @ada in ~town-square, :no_such_emoji:',
  ],
  [
    '*What happened*: a full disk stopped `booking-api`',
    'What happened: a full disk stopped booking-api',
  ],
])('the words of %j', (message, words) => {
  expect(excerptOf(message)).toBe(words)
})

test('a hostile message takes no time', () => {
  for (const part of ['*a_', '[', '`', '> - ', ':a', '|-', '**', '![](', '- '])
    excerptOf(part.repeat(5_000))
  const start = performance.now()
  for (const part of ['*a_', '[', '`', '> - ', ':a', '|-', '**', '![](', '- '])
    excerptOf(part.repeat(5_000))
  expect(performance.now() - start).toBeLessThan(500)
})
