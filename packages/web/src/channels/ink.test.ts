import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inkOn } from './ink.ts'

describe('ink', () => {
  test('is light on dark grounds and dark on light ones', () => {
    expect(inkOn('#000000')).toBe('#ffffff')
    expect(inkOn('#0d6955')).toBe('#ffffff')
    expect(inkOn('#ffffff')).toBe('#000000')
    expect(inkOn('#f5e5bd')).toBe('#000000')
    expect(inkOn('nonsense')).toBe('#ffffff')
  })

  test('can be read on every ground', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(byte, byte, byte, (red, green, blue) => {
        const hex = [red, green, blue].map((one) => one.toString(16).padStart(2, '0')).join('')
        expect(contrast(inkOn(`#${hex}`), `#${hex}`)).toBeGreaterThan(4.5)
      }),
    )
  })
})

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, two) => one - two)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = parts.map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
