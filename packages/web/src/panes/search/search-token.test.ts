import { describe, expect, test } from 'vitest'
import { daysBack, modifiersFor, searchTokenAt, withToken } from './search-token.ts'

const at = (text: string) => searchTokenAt(text, text.length)

describe('what a search offers to complete', () => {
  test('modifiers, where a word begins', () => {
    expect(at('')).toMatchObject({ modifier: undefined, term: '' })
    expect(at('tide fr')).toMatchObject({ modifier: undefined, term: 'fr', start: 5 })
    expect(at('-i')).toMatchObject({ modifier: undefined, term: 'i', start: 1 })
    expect(modifiersFor('')).toHaveLength(6)
    expect(modifiersFor('be')).toEqual(['before'])
    expect(modifiersFor('harbour')).toEqual([])
  })

  test('values, also after a space', () => {
    expect(at('from:AD')).toMatchObject({ modifier: 'from', term: 'ad', start: 5 })
    expect(at('tide in: ~to')).toMatchObject({ modifier: 'in', term: '~to' })
    expect(at('-from:')).toMatchObject({ modifier: 'from', term: '' })
    expect(at('before:2026-')).toMatchObject({ modifier: 'before', term: '2026-' })
  })

  test('nothing within quotes and other words', () => {
    expect(at('"from')).toBeUndefined()
    expect(at('42')).toBeUndefined()
  })

  test('what is taken stands in its place, and what follows stays', () => {
    const text = 'tide fr high'
    const token = searchTokenAt(text, 7)
    expect(token && withToken(text, token, 'from:')).toEqual({ text: 'tide from:high', caret: 10 })
    const value = searchTokenAt('from:ad', 7)
    expect(value && withToken('from:ad', value, 'ada')).toEqual({ text: 'from:ada ', caret: 9 })
  })

  test('days that one looks back to, over the end of a month', () => {
    expect(daysBack(new Date(2026, 2, 1)).map(({ day }) => day)).toEqual([
      '2026-03-01',
      '2026-02-28',
      '2026-02-22',
      '2026-01-30',
    ])
  })
})
