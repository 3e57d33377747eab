import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markerOf, spansIn } from './marks.ts'

function marked(query: string, text: string): string[] {
  const marker = markerOf(query)
  return marker ? spansIn(text, marker).map(({ start, end }) => text.slice(start, end)) : []
}

describe('what a search marks', () => {
  test.each([
    ['harbour', 'The Harbour, harbours and a harbourmaster', ['Harbour', 'harbours']],
    ['deploying', 'we deployed; a deploy is not redeployed', ['deployed', 'deploy']],
    [
      '"night watch"',
      'the night watch, night-watch, night and watch',
      ['night watch', 'night-watch'],
    ],
    ['lam*', 'lamps, Lampion and flame', ['lamps', 'Lampion']],
    ['from:ada tide', 'ada said: tides', ['tides']],
    ['in: town-square tide', 'town square: tide', ['tide']],
    ['tide -low -"ebb tide"', 'low tide', ['tide']],
    ['#release', 'a #release for release', ['release', 'release']],
    ['東京', '今日は東京です', ['東京']],
    ['from:ada', 'from ada', []],
    ['a.b(c', 'a b c', ['a b c']],
    ['', 'anything', []],
  ])('%s in %s', (query, text, expected) => {
    expect(marked(query, text)).toEqual(expected)
  })

  test('any text is a query, and marks lie within what they mark', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (query, text) => {
          for (const word of marked(query, text)) expect(text).toContain(word)
        },
      ),
    )
  })
})
