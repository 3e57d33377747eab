import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Format, formatOfKeys, formatted } from './formatting.ts'

/** A selection as `[` and `]` within the text. */
function at(marked: string) {
  const start = marked.indexOf('[')
  const end = marked.indexOf(']') - 1
  return { text: marked.replace('[', '').replace(']', ''), start, end }
}

function shown(format: Format, given: string): string {
  const { text, start, end } = formatted(format, at(given))
  return `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`
}

describe('formats', () => {
  test.each<[Format, string, string]>([
    ['bold', 'a [b] c', 'a **[b]** c'],
    ['bold', 'a **[b]** c', 'a [b] c'],
    ['bold', 'a []c', 'a **[]**c'],
    ['bold', 'a[ b ]c', 'a **[b]** c'],
    ['italic', '[b]', '*[b]*'],
    ['italic', '**[b]**', '***[b]***'],
    ['italic', '***[b]***', '**[b]**'],
    ['bold', '***[b]***', '*[b]*'],
    ['strike', '[b]', '~~[b]~~'],
    ['code', 'run [ls]', 'run `[ls]`'],
    ['code', 'x\n[a\nb]', 'x\n```\n[a\nb]\n```\n'],
    ['quote', 'a\n[b\nc]\nd', 'a\n[> b\n> c]\nd'],
    ['quote', '[> b\n> c]', '[b\nc]'],
    ['bullets', 'a[]', '- a[]'],
    ['bullets', '1. a[]', '- a[]'],
    ['numbers', '[a\nb]', '[1. a\n2. b]'],
    ['numbers', '[1. a\n2. b]', '[a\nb]'],
    ['heading', 'a[]b', '### a[]b'],
  ])('%s of %j', (format, given, expected) => {
    expect(shown(format, given)).toBe(expected)
  })

  test('a link wants its address, or its name where that is there', () => {
    expect(formatted('link', { text: 'see it', start: 4, end: 6 })).toEqual({
      text: 'see [it](https://)',
      start: 9,
      end: 17,
    })
    expect(formatted('link', { text: 'http://a.b', start: 0, end: 10 })).toEqual({
      text: '[](http://a.b)',
      start: 1,
      end: 1,
    })
  })

  test('marks that were given can be taken back', () => {
    const words = fc.string({ unit: fc.constantFrom(...'ab \n'), minLength: 1 })
    fc.assert(
      fc.property(words, fc.constantFrom<Format>('bold', 'italic', 'strike'), (text, format) => {
        fc.pre(text.trim() !== '')
        const given = { text, start: 0, end: text.length }
        expect(formatted(format, formatted(format, given)).text).toBe(text)
      }),
    )
  })

  test('keys ask for them', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
    const keys = (key: string, code: string, held: object) =>
      formatOfKeys({ ...none, key, code, ...held })
    expect(keys('b', 'KeyB', { ctrlKey: true })).toBe('bold')
    expect(keys('i', 'KeyI', { metaKey: true })).toBe('italic')
    expect(keys('X', 'KeyX', { ctrlKey: true, shiftKey: true })).toBe('strike')
    expect(keys('/', 'Digit7', { ctrlKey: true, shiftKey: true })).toBe('numbers')
    expect(keys('k', 'KeyK', { ctrlKey: true, altKey: true })).toBe('link')
    expect(keys('k', 'KeyK', { ctrlKey: true })).toBeUndefined()
    expect(keys('b', 'KeyB', {})).toBeUndefined()
  })
})
