import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMarkdown, toPlainText } from './markdown.ts'

test('code and link targets are no text', () => {
  expect(readMarkdown('a `@b` c **d** ![alt](http://x/i.png) [e](http://y)').texts).toEqual([
    'a ',
    ' c ',
    'd',
    ' ',
    ' ',
    'e',
  ])
  expect(readMarkdown('```\n@code\n```\n    @indented\n\nlast').texts).toEqual(['last'])
  expect(readMarkdown('<b>@x</b> \\*y\\*').texts).toEqual(['<b>@x</b> *y*'])
})

test.for([
  ['see https://example.org/a_b?c=d.', 'https://example.org/a_b?c=d'],
  ['<https://example.org/>', 'https://example.org/'],
  ['`https://example.org/` then http://two.example', 'http://two.example'],
  ['[text](https://example.org/)', undefined],
  ['```\nhttps://example.org\n```', undefined],
  ['mail@example.org example.org', undefined],
] as const)('the first address of %s', ([text, link]) => {
  expect(readMarkdown(text).firstLink).toBe(link)
})

test('pictures are told in their order', () => {
  expect(readMarkdown('![a](http://x/1.png) and\n\n> ![b](http://x/2.png "t")').images).toEqual([
    'http://x/1.png',
    'http://x/2.png',
  ])
})

test.for([
  ['**bold** _and_ `code`', 'bold and code'],
  ['# Title\n\ntext\nnext', 'Title\ntext\nnext'],
  ['```js\nlet x = 1\n```\nafter', 'let x = 1\nafter'],
  ['[name](https://x.example) https://y.example', 'name https://y.example'],
  ['- one\n- two\n\n> quote', 'one\ntwo\nquote'],
  ['![alt](https://x.example/i.png)', 'alt'],
  ['<b>no markup</b> \\*', '<b>no markup</b> *'],
  [' \n ', ''],
] as const)('%s reads as %s', ([text, plain]) => {
  expect(toPlainText(text)).toBe(plain)
})

test('takes no time worth mentioning, whatever is written', () => {
  const hostile = ['*a_', '[', '![', '>', '> - ', '- ', '[a](b', '<a ', 'http://a@', '|a', '`', '&']
  for (const piece of hostile) {
    const text = piece.repeat(Math.ceil(16_383 / piece.length)).slice(0, 16_383)
    const begun = performance.now()
    readMarkdown(text)
    expect(performance.now() - begun, piece).toBeLessThan(500)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      readMarkdown(text)
    }),
  )
})
