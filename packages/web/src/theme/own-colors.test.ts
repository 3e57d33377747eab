import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contrastOf, FIRST_COLORS, parseColors, READ_PAIRS, tokensOf } from './own-colors.ts'

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('own colours', () => {
  test('are read from a theme preference, and nothing else of it', () => {
    const theme = JSON.stringify({ type: 'custom', sidebarBg: '#ABCDEF', buttonBg: 'red', x: 1 })
    expect(parseColors(theme)).toEqual({ ...FIRST_COLORS, sidebarBg: '#abcdef' })
    for (const broken of ['', '[1', 'null', '7', '"#ffffff"']) {
      expect(parseColors(broken)).toEqual(FIRST_COLORS)
    }
  })

  test('begin with colours that can be read', () => {
    for (const [one, other] of READ_PAIRS) {
      expect(contrastOf(FIRST_COLORS[one], FIRST_COLORS[other])).toBeGreaterThan(4.5)
    }
  })

  test('contrast is that of WCAG, the same both ways', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 1)
    fc.assert(
      fc.property(color, color, (one, other) => {
        expect(contrastOf(one, other)).toBe(contrastOf(other, one))
        expect(contrastOf(one, other)).toBeGreaterThanOrEqual(1)
        expect(contrastOf(one, one)).toBe(1)
      }),
    )
  })

  test('a dark ground takes the other tokens of the dark look', () => {
    expect(tokensOf(FIRST_COLORS).ground).toBe('light')
    expect(tokensOf({ ...FIRST_COLORS, centerChannelBg: '#101418' }).ground).toBe('dark')
  })
})
