import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const src = path.resolve(import.meta.dirname, '..')
const sheets = globSync('**/*.css', { cwd: src }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  lines: readFileSync(path.join(src, file), 'utf8').split('\n'),
}))

/** Lines of the style sheets that a pattern fits, as `file: line`. */
function findLines(pattern: RegExp, isLeftOut: (file: string) => boolean = () => false): string[] {
  return sheets
    .filter(({ file }) => !isLeftOut(file))
    .flatMap(({ file, lines }) =>
      lines.filter((line) => pattern.test(line)).map((line) => `${file}: ${line.trim()}`),
    )
}

/** What names a side of the screen, and stays where it is when the text runs the other way. */
const PHYSICAL =
  /(^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|clear\s*:\s*(?:left|right))\s*[:;]/
/** Four values in a row, of which the right and the left one differ. */
const SIDED = /\b(?:margin|padding|inset|border-radius):\s*(\S+)\s+(\S+)\s+(\S+)\s+(?!\2;)(\S+);/

/** A moon has its shadow on the same side everywhere. */
const SIDED_ALIKE = ['users/Presence.module.css: inset: -1px -1px 4px 4px;']

test('no style names a side of the screen: texts may run the other way', () => {
  expect(sheets.length).toBeGreaterThan(80)
  for (const bad of ['  margin-left: 4px;', 'left: 0;', '  text-align: right;', '{ right: 0; }']) {
    expect(bad).toMatch(PHYSICAL)
  }
  expect('padding: 1px 2px 3px 4px;').toMatch(SIDED)
  expect(findLines(PHYSICAL)).toEqual([])
  expect(findLines(SIDED).filter((line) => !SIDED_ALIKE.includes(line))).toEqual([])
})

/** What pulses or lights up goes nowhere; it stops where less motion is asked for. */
const SLOW = ['ui/Skeleton.module.css', 'posts/PostItem.module.css']

test('what moves takes the times of the tokens, below 200 ms', () => {
  const timed = findLines(/\d+m?s\b/, (file) => file === 'theme/tokens.css' || SLOW.includes(file))
  expect(timed).toEqual([])
  const tokens = findLines(/--motion-.*\d+ms/, (file) => file !== 'theme/tokens.css')
  const times = tokens.map((line) => Number(/(\d+)ms/.exec(line)?.[1]))
  expect(times.length).toBeGreaterThan(2)
  for (const time of times) expect(time).toBeLessThan(200)
})

/** Pictures of looks, the ground of a code to scan, and what lies on pictures whatever the look is. */
const COLOURED = [
  'theme/tokens.css',
  'session/MfaSetupPage.module.css',
  'settings/sections/ThemeLine.module.css',
  'viewer/',
  'embeds/',
  'panes/PostCard',
]

test('colours are those of the tokens', () => {
  const isLeftOut = (file: string) => COLOURED.some((one) => file.startsWith(one))
  expect(findLines(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i, isLeftOut)).toEqual([])
})

/** Which classes of a style sheet are used, by the sheets that a source file names. */
function classesUsedIn(file: string): [sheet: string, name: string][] {
  const text = readFileSync(path.join(src, file), 'utf8')
  const imports = text.matchAll(/^import (\w+) from '([^']+\.module\.css)'/gm)
  return [...imports].flatMap(([, alias = '', from = '']) => {
    const sheet = from.startsWith('#web/')
      ? from.slice('#web/'.length)
      : path.posix.join(path.posix.dirname(file), from)
    const uses = text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))
    return [...uses].map(([, name = '']): [string, string] => [sheet, name])
  })
}

/** Comments, texts, what is not of this sheet, and the innermost blocks. */
const NO_SELECTOR = /\/\*.*?\*\/|"[^"]*"|:global\([^)]*\)|\{[^{}]*;[^{}]*\}/gs

test('components use the classes that there are, and all of them', () => {
  const sources = globSync('**/*.tsx', { cwd: src }).map((file) => file.replaceAll('\\', '/'))
  const used = new Set(sources.flatMap(classesUsedIn).map((use) => use.join(' ')))
  const kept = sheets
    .filter(({ file }) => file.endsWith('.module.css'))
    .flatMap(({ file, lines }) => {
      const selectors = lines.join('\n').replaceAll(NO_SELECTOR, '')
      return [...selectors.matchAll(/\.([a-zA-Z]\w*)/g)].map(([, name]) => `${file} ${name}`)
    })
  expect(kept.length).toBeGreaterThan(600)
  expect([...new Set(kept)].filter((one) => !used.has(one))).toEqual([])
  expect([...used].filter((one) => !kept.includes(one))).toEqual([])
})
