import { describe, expect, test } from 'vitest'
import { actionsOf, attachmentsOf, colorOf, fieldsOf, secondsOf, textOf } from './attachments.ts'

describe('attachments of a message', () => {
  test.each([undefined, null, 'text', 7, {}])('%j are none', (attachments) => {
    expect(attachmentsOf({ props: { attachments } })).toEqual([])
  })

  test('what makes no sense is left out', () => {
    const [one = {}] = attachmentsOf({
      props: {
        attachments: [
          null,
          {
            fields: ['x', { title: 'a', value: 1 }],
            actions: [{ id: 'a', name: 'Yes' }, { name: 'no id' }, 7],
          },
        ],
      },
    })
    expect(fieldsOf(one)).toEqual([{ title: 'a', value: 1 }])
    expect(actionsOf(one).map(({ id }) => id)).toEqual(['a'])
    expect(fieldsOf({})).toEqual([])
  })

  test.each([
    ['#fa0', '#fa0'],
    ['#ffaa00', '#ffaa00'],
    ['good', 'var(--color-online)'],
    ['red; background: url(x)', undefined],
    ['#12345', undefined],
    [5, undefined],
  ])('colour %j', (given, expected) => {
    expect(colorOf(given)).toBe(expected)
  })

  test('values and times may come as texts', () => {
    expect([textOf(5), textOf('a'), textOf({}), textOf(undefined)]).toEqual(['5', 'a', '', ''])
    expect([secondsOf('1700000000'), secondsOf('x'), secondsOf(-1)]).toEqual([1_700_000_000, 0, 0])
  })
})
