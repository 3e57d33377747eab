import { describe, expect, test } from 'vitest'
import { mathIn, withMoney } from './math.ts'

describe('formulas in messages', () => {
  test.each([
    '$x^2$',
    'so $a_1 + b$, then',
    '$$\n\\int_0^1 x\\,dx\n$$',
    '$$x$$',
    '```latex\nx^2\n```',
    '($n$)',
  ])('%j holds one', (text) => {
    expect(mathIn(text).isMath).toBe(true)
  })

  test.each([
    'it costs $5 and $6',
    'US$5$',
    '$ x $',
    'echo $HOME',
    '`$`',
    '$$$',
    '\\$x$',
    'a $ or two $',
  ])('%j holds none', (text) => {
    expect(mathIn(text).isMath).toBe(false)
  })

  test('only single dollars ask for formulas within lines', () => {
    expect(mathIn('$$x$$').isInline).toBe(false)
    expect(mathIn('$x$ and $$y$$').isInline).toBe(true)
  })

  test.each([
    ['$x$ for $5 or $6', '$x$ for \\$5 or \\$6'],
    ['`$a $b` and $x$ and $', '`$a $b` and $x$ and \\$'],
    ['$$\n$x\n$$ costs \\$7', '$$\n$x\n$$ costs \\$7'],
  ])('beside formulas, money stays money: %j', (text, expected) => {
    expect(withMoney(text)).toBe(expected)
  })
})
