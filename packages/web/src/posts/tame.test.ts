import fc from 'fast-check'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { describe, expect, test } from 'vitest'
import { isTame } from './tame.ts'

const LONGEST = 16_383
const MAX_MS = 100

function read(text: string): void {
  ReactMarkdown({
    children: text,
    remarkPlugins: [[remarkGfm, { singleTilde: false }], remarkMath],
  })
}

/** Time of the processor, which other programs don't take away; the best of a few tries. */
function cost(text: string): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    if (isTame(text)) read(text)
    const { user } = process.cpuUsage(before)
    return user / 1000
  })
  return Math.min(...times)
}

const fill = (pattern: string) =>
  pattern.repeat(Math.ceil(LONGEST / pattern.length)).slice(0, LONGEST)

const PATTERNS = [
  ...['*a_', '**a', '***a', '~~a', 'a* ', '*a ', '_ _', '`a``', '<', '<a', '&a;', '\\', '$a'],
  ...[
    '> - ',
    '> ',
    '>',
    '>\t',
    '1. ',
    '- ',
    '+ ',
    '\n> ',
    '\n- ',
    '- \n',
    '-\n',
    '# a\n',
    'a\n=\n',
  ],
  ...[
    '[',
    '![',
    '[a](',
    '[a][',
    '](',
    '[[a]',
    '[^a]',
    '[^a]: ',
    '[a]: b\n',
    '[^a]: b\n',
    '<a@b.c>',
  ],
  ...[
    'a|b\n-|-\n',
    '|',
    '|-|\n',
    'a@b.',
    'https://a.b/',
    'www.a.b ',
    '\n\n',
    '\r',
    '    a\n',
    '- a\n',
  ],
  ...['```\n', '> ```\n', '$$\n', '<!--\n', '<div>\n', '- [ ] a\n', '1) a\n\n', '***\n', 'a\n'],
]

describe('reading a message', () => {
  read(fill('*warm* `up` [a](https://b.c) | d\n\n'.repeat(3)).slice(0, 2_000))

  test.each(PATTERNS)('%j over and over takes no time', { timeout: 60_000 }, (pattern) => {
    expect(cost(fill(pattern))).toBeLessThan(MAX_MS)
  })

  test('lists within lists take no time', () => {
    const deep = Array.from({ length: 120 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')
    expect(cost(deep)).toBeLessThan(MAX_MS)
  })

  test('what hides behind code takes no time', () => {
    const hostile = fill('*a_')
    for (const cover of [
      '<div>\n```\n\n',
      '$$\n```\n$$\n',
      '- a\n  ```\n',
      '> ```\n',
      '```\n```\n',
    ]) {
      expect(isTame(cover + hostile), cover).toBe(false)
    }
  })

  test('no mixture of signs takes long', { timeout: 120_000 }, () => {
    const sign = fc.constantFrom(
      ...['*', '_', '~~', '`', '[', ']', '(', ')', '!', '<', '>', '- ', '1. ', '# ', '|', '-|-'],
      ...['\n', '\n\n', ' ', 'a', '  ', '\t', '\\', '&', '@', '.', '[^a]', ': ', '```', '$', '='],
    )
    const pattern = fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => signs.join(''))
    fc.assert(
      fc.property(pattern, (repeated) => {
        expect(cost(fill(repeated))).toBeLessThan(MAX_MS)
      }),
      { numRuns: 60 },
    )
  })

  test('what people write is read', () => {
    const table = `| a | b | c |\n|---|---|---|\n${'| 1 | **2** | `3` |\n'.repeat(100)}`
    const list = Array.from({ length: 60 }, (_, at) => `${'  '.repeat(at % 5)}- item *${at}*`)
    const log = `Look:\n\`\`\`\n${'[warn] *** a_b <c> & \\d\n'.repeat(500)}\`\`\`\nthanks`
    const prose = 'It is **plain**, see [this](https://example.org/a_b) and `that_one`.\n\n'.repeat(
      60,
    )
    for (const text of ['', 'hi', table, list.join('\n'), log, prose, '> a\n> > b\n> > - c']) {
      expect(isTame(text), text.slice(0, 40)).toBe(true)
    }
  })
})
