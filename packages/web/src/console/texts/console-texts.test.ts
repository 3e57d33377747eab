import { expect, test } from 'vitest'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }

/** The names of the placeholders in a text, without those inside of plural forms. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1] ?? '').sort()
}

test('the texts of the console are all there in German, with the same placeholders', () => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
  const german: Record<string, string> = de
  for (const [id, text] of Object.entries(en)) {
    expect([id, placeholders(german[id] ?? '')]).toEqual([id, placeholders(text)])
  }
})
