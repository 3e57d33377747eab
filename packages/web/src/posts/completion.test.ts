import { describe, expect, test } from 'vitest'
import { argumentsHead, completed, tokenAt } from './completion.ts'

describe('a name that is being written', () => {
  test.each([
    ['@', { kind: '@', term: '', start: 0 }],
    ['hi @Ad', { kind: '@', term: 'ad', start: 3 }],
    ['(@ada.b', { kind: '@', term: 'ada.b', start: 1 }],
    ['see ~town-s', { kind: '~', term: 'town-s', start: 4 }],
    ['nice :ta', { kind: ':', term: 'ta', start: 5 }],
    ['nice :t', undefined],
    ['mail ada@ex', undefined],
    ['hi @ada ', undefined],
    ['10:30', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(tokenAt(text, text.length)).toEqual(expected)
  })

  test('is looked for before the caret alone', () => {
    expect(tokenAt('@ada and @bob', 2)).toEqual({ kind: '@', term: 'a', start: 0 })
  })

  test.each([
    ['/sh', { kind: '/', term: 'sh', start: 0 }],
    ['/ferry to Nor', { kind: '/', term: 'ferry to Nor', start: 0 }],
    ['/ferry to @bo', { kind: '@', term: 'bo', start: 10 }],
    ['/usr/bin is', undefined],
    ['/ferry to\nNor', undefined],
  ])('of a command: %j', (text, expected) => {
    expect(tokenAt(text, text.length, true)).toEqual(expected)
  })

  test('of a command has what stands before the last word', () => {
    expect(argumentsHead('ferry')).toBe('')
    expect(argumentsHead('ferry to Nor')).toBe('ferry to ')
    expect(argumentsHead('ferry ')).toBe('ferry ')
  })

  test('is completed in its place', () => {
    const token = { kind: '@', term: 'a', start: 3 } as const
    expect(completed('hi @a, how', token, '@ada')).toEqual({ text: 'hi @ada , how', caret: 8 })
    expect(completed('hi @a how', token, '@ada')).toEqual({ text: 'hi @ada how', caret: 8 })
  })
})
