import type { DialogElement } from '@mattermost/types/integrations'
import { describe, expect, test } from 'vitest'
import { firstValues, toDay, toMinute, toSubmission, wrongWith } from './values.ts'

const NOW = new Date(2026, 4, 30, 14, 5)

const element = (given: Partial<DialogElement>): DialogElement => ({
  display_name: 'Field',
  name: 'field',
  type: 'text',
  subtype: '',
  default: '',
  placeholder: '',
  help_text: '',
  optional: false,
  min_length: 0,
  max_length: 0,
  data_source: '',
  options: [],
  ...given,
})

describe('values of a form', () => {
  test('begin with what the program gives', () => {
    const elements = [
      element({ name: 'a', default: 'hello' }),
      element({ name: 'b', type: 'bool', default: 'True' }),
      element({ name: 'c', type: 'select', multiselect: true, default: 'x, y' }),
      element({ name: 'd', type: 'date', default: 'tomorrow' }),
      element({ name: 'e', type: 'datetime', default: '+2H' }),
      element({ name: 'f', type: 'radio' }),
    ]
    expect(firstValues(elements, NOW)).toEqual({
      a: 'hello',
      b: true,
      c: ['x', 'y'],
      d: '2026-05-31',
      e: '2026-05-30T16:05',
      f: '',
    })
  })

  test.each([
    [element({}), '', 'dialogs.required'],
    [element({ optional: true }), '', undefined],
    [element({ type: 'bool' }), false, undefined],
    [element({ type: 'select', multiselect: true }), [], 'dialogs.required'],
    [element({ min_length: 3 }), 'ab', 'dialogs.too-short'],
    [element({ max_length: 2 }), '😀😀😀', 'dialogs.too-long'],
    [element({ max_length: 3 }), '😀😀😀', undefined],
    [element({ subtype: 'email' }), 'ada', 'dialogs.email'],
    [element({ subtype: 'email' }), 'ada@example.org', undefined],
    [element({ subtype: 'number' }), '1e3', undefined],
    [element({ subtype: 'number' }), 'one', 'dialogs.number'],
    [element({ subtype: 'url' }), 'javascript:alert(1)', 'dialogs.url'],
  ])('%# are checked before they are sent', (given, value, expected) => {
    expect(wrongWith(given, value)?.id).toBe(expected)
  })

  test('are told as programs expect them', () => {
    const elements = [
      element({ name: 'n', subtype: 'number' }),
      element({ name: 't', type: 'datetime' }),
      element({ name: 'empty' }),
    ]
    const told = toSubmission(elements, { n: '12', t: '2026-05-30T16:05', empty: '' })
    const t = new Date(2026, 4, 30, 16, 5).toISOString().replace('.000', '')
    expect(told).toEqual({ n: 12, t, empty: null })
  })

  test.each([
    ['today', '2026-05-30'],
    ['+1w', '2026-06-06'],
    ['-1d', '2026-05-29'],
    ['+1m', '2026-06-30'],
    ['2026-12-24', '2026-12-24'],
    ['nonsense', ''],
    ['', ''],
  ])('the day %j is %j', (given, expected) => {
    expect(toDay(given, NOW)).toBe(expected)
  })

  test('a time is shown where the reader is', () => {
    const time = new Date(2026, 0, 2, 3, 4)
    expect(toMinute(time.toISOString(), NOW)).toBe('2026-01-02T03:04')
  })
})
