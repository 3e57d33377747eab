import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameIn, splitText } from './inline.ts'

const isEmoji = (name: string) => ['tada', '+1'].includes(name)
const split = (text: string) =>
  splitText(text, isEmoji).map(({ kind, value }) => `${kind} ${value}`)

describe('names within a message', () => {
  test.each([
    ['hi @ada!', ['text hi ', 'mention ada', 'text !']],
    ['(@ada_b.c-d)', ['text (', 'mention ada_b.c-d', 'text )']],
    ['mail ada@example.org', ['text mail ada@example.org']],
    ['see ~town-square.', ['text see ', 'channel town-square', 'text .']],
    ['a~b and ~~c', ['text a~b and ~~c']],
    ['well :tada: done :+1:', ['text well ', 'emoji tada', 'text  done ', 'emoji +1']],
    ['at 10:30:45 :nope:', ['text at 10:30:45 :nope:']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(split(text)).toEqual(expected)
  })

  test('nothing of a text is lost', () => {
    const written = { text: '', mention: '@', channel: '~', emoji: ':' }
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab@~:.+1 tada') }), (text) => {
        const back = splitText(text, isEmoji)
          .map(({ kind, value }) => written[kind] + value + (kind === 'emoji' ? ':' : ''))
          .join('')
        expect(back).toBe(text)
      }),
    )
  })
})

describe('a mentioned name', () => {
  const isName = (name: string) => ['ada', 'ada.'].includes(name)

  test.each([
    ['ada', { name: 'ada', rest: '' }],
    ['Ada', { name: 'ada', rest: '' }],
    ['ada.-', { name: 'ada.', rest: '-' }],
    ['ada_', { name: 'ada', rest: '_' }],
    ['adam', undefined],
    ['ada.b', undefined],
  ])('%s', (word, expected) => {
    expect(nameIn(word, isName)).toEqual(expected)
  })
})
