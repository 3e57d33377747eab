import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDay } from './days.ts'
import { isEmptyQuery, type Modifiers, parseQuery, type Query } from './query.ts'
import { toWordQuery } from './words.ts'

/** A query as a short text: `+word`, `+"phrase"`, `#tag`, `from=bob`, and `!` before what is excluded. */
function show(query: Query): string {
  const side = ({ terms, tags, modifiers }: Omit<Query, 'excluded'>, mark: string) => [
    ...terms.map((term) => {
      const text = term.isPhrase ? `"${term.text}"` : term.text
      return `${mark}+${text}${term.isPrefix ? '*' : ''}`
    }),
    ...tags.map((tag) => `${mark}#${tag.text}${tag.isPrefix ? '*' : ''}`),
    ...Object.entries(modifiers).flatMap(([name, values]) =>
      values.map((value) => `${mark}${name}=${value}`),
    ),
  ]
  return [...side(query, ''), ...side(query.excluded, '!')].join(' ')
}

describe('what was typed', () => {
  test.each([
    ['', ''],
    ['   ', ''],
    ['hello', '+hello'],
    ['hello world', '+hello +world'],
    ['  hello\tworld\n', '+hello +world'],
    ['"hello world"', '+"hello world"'],
    ['say "hello world" twice', '+say +twice +"hello world"'],
    ['"left open', '+left +open'],
    ['foo"bar baz"', '+foo +"bar baz"'],
    ['-hello', '!+hello'],
    ['--hello', '!+hello'],
    ['-"hello world"', '!+"hello world"'],
    ['one - two', '+one +two'],
    ['hel*', '+hel*'],
    ['hel*,', '+hel*'],
    ['*llo', '+llo'],
    ['-hel*', '!+hel*'],
    ['*', ''],
    ['***', ''],
    ['!!! ???', ''],
    ['"..."', ''],
    ['(hello), "world"!', '+hello +"world"'],
    ["don't", "+don't"],
    ['a/b.c', '+a/b.c'],
    ['#release', '#release'],
    ['(#release)', '#release'],
    ['#rel*', '#rel*'],
    ['-#release', '!#release'],
    ['#1', '+1'],
    ['#a', '+a'],
    ['c#sharp', '+c#sharp'],
    ['#release notes', '+notes #release'],
    ['@alice', '+alice'],
    ['from:alice', 'from=alice'],
    ['from: alice', 'from=alice'],
    ['FROM:alice', 'from=alice'],
    ['from:@alice hello', '+hello from=@alice'],
    ['-from:alice', '!from=alice'],
    ['-from: alice', '!from=alice'],
    ['from:', '+from'],
    ['from: in:town', '+from in=town'],
    ['in:town-square', 'in=town-square'],
    ['channel:town-square', 'in=town-square'],
    ['Channel:~off-topic', 'in=~off-topic'],
    ['in:@bob,carol', 'in=@bob,carol'],
    ['in:"town-square"', 'in=town-square'],
    ['before:2020-1-2 after:2019-12-31', 'before=2020-1-2 after=2019-12-31'],
    ['on:2020-01-02', 'on=2020-01-02'],
    ['-on:2020-01-02', '!on=2020-01-02'],
    ['ext:pdf -ext:txt report', '+report ext=pdf !ext=txt'],
    ['http://example.org', '+http://example.org'],
    ['constructor:x', '+constructor:x'],
    ['ｆｒｏｍ：ａｌｉｃｅ', 'from=alice'],
    ['東京 大阪', '+東京 +大阪'],
    ['東京　大阪', '+東京 +大阪'],
  ])('%s', (typed, expected) => {
    const query = parseQuery(typed)
    expect(show(query).split(' ').sort()).toEqual(expected.split(' ').sort())
    expect(isEmptyQuery(query)).toBe(expected === '')
  })

  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        '-',
        '*',
        '#',
        ':',
        ' ',
        'a',
        '東',
        'in',
        'from:',
        "'",
        '\\',
        '&',
        '|',
        '!',
        '<->',
        '(',
      ),
    }),
  )

  test('can be anything', () => {
    fc.assert(
      fc.property(odd, (typed) => {
        const query = parseQuery(typed)
        const names: (keyof Modifiers)[] = ['after', 'before', 'ext', 'from', 'in', 'on']
        expect(Object.keys(query.modifiers).sort()).toEqual(names)
        for (const term of [...query.terms, ...query.excluded.terms]) {
          const words = toWordQuery(term, { isLoose: false })
          // Nothing that was typed ends up as an operator.
          if (words) expect(words.text).toMatch(/^'[^'\\]+'(?::\*)?(?: <\d+> '[^'\\]+'(?::\*)?)*$/)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes no time however long it is', () => {
    const started = performance.now()
    for (const piece of ['"', '-', '!', '*', '#', 'a', ' -"', '東', 'from:']) {
      const query = parseQuery(piece.repeat(100_000))
      for (const term of query.terms) toWordQuery(term, { isLoose: true })
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('words of a term', () => {
  const term = (text: string, rest = {}) => ({ text, isPhrase: false, isPrefix: false, ...rest })

  test.each([
    [term('hello'), "'hello'", true],
    [term('hel', { isPrefix: true }), "'hel':*", false],
    [term('hello', { isPhrase: true }), "'hello'", false],
    [term("don't"), "'don' <1> 't'", false],
    [term('foo-ba', { isPrefix: true }), "'foo' <1> 'ba':*", false],
    [term('good morning', { isPhrase: true }), "'good' <1> 'morning'", false],
    [term('東京都'), "'東京' <1> '京都'", false],
    [term('猫'), "'猫':*", false],
    [term('東京 tower', { isPhrase: true }), "'東京' <2> 'tower'", false],
    [term('go東京'), "'go' <1> '東京'", false],
    [term('한국어'), "'한국' <1> '국어'", false],
  ])('%j', (given, text, hasStem) => {
    expect(toWordQuery(given, { isLoose: false })).toEqual({ text, hasStem })
  })

  test('need not be side by side in a long text, unless they stand in quotes', () => {
    expect(toWordQuery(term('東京都'), { isLoose: true })?.text).toBe("'東京' & '京都'")
    expect(toWordQuery(term('a b', { isPhrase: true }), { isLoose: true })?.text).toBe(
      "'a' <1> 'b'",
    )
  })

  test('are cut where PostgreSQL would refuse them', () => {
    const words = toWordQuery(term('漢字𠀀'.repeat(5_000)), { isLoose: false })
    expect(words?.text.length).toBeLessThan(3_000)
    expect(toWordQuery(term('x'.repeat(5_000)), { isLoose: false })?.text).toBe(
      `'${'x'.repeat(200)}':*`,
    )
    expect(toWordQuery(term('a '.repeat(5_000)), { isLoose: false })?.text.split('<').length).toBe(
      100,
    )
  })
})

describe('days', () => {
  const hour = 3_600_000
  const midnight = Date.UTC(2020, 1, 29)

  test('begin where the sun says so', () => {
    expect(toDay('2020-02-29', 0)).toEqual({ start: midnight, end: midnight + 24 * hour })
    expect(toDay('2020-2-29', 9 * 3600)?.start).toBe(midnight - 9 * hour)
    expect(toDay('2020-2-29', -5 * 3600)?.start).toBe(midnight + 5 * hour)
  })

  test.each([
    '2019-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-1-0',
    '2020-04-31',
    'today',
    '20-1-1',
  ])('%s is none', (text) => expect(toDay(text, 0)).toBeUndefined())

  test('survive any offset', () => {
    for (const offset of [1e300, -1e300, 86_401]) {
      expect(Number.isSafeInteger(toDay('2020-1-1', offset)?.start)).toBe(true)
    }
  })
})
