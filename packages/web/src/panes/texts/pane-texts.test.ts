import { expect, test } from 'vitest'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1] ?? '').sort()

test('the texts of panes and lists are all in German too, with the same placeholders', () => {
  const german: Record<string, string> = de
  expect(Object.keys(german).sort()).toEqual(Object.keys(en).sort())
  for (const [id, text] of Object.entries(en)) {
    expect([id, placeholders(german[id] ?? '')]).toEqual([id, placeholders(text)])
  }
})
