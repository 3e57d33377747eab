import { describe, expect, test } from 'vitest'
import manageDe from '#web/manage/texts/de.json' with { type: 'json' }
import manageEn from '#web/manage/texts/en.json' with { type: 'json' }
import entranceDe from '#web/session/texts/de.json' with { type: 'json' }
import entranceEn from '#web/session/texts/en.json' with { type: 'json' }
import app from './en.json' with { type: 'json' }

type Texts = Record<string, string>

const all: [string, Texts, Texts][] = [
  ['manage', manageEn, manageDe],
  ['entrance', entranceEn, entranceDe],
]

/** The names of the placeholders in a text, without those inside of plural forms. */
function placeholders(text = ''): string[] {
  return [...text.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1] ?? '').sort()
}

describe.each(all)('the texts of %s', (_, en, de) => {
  test('are all translated to German, and nothing more', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en))
  })

  test('take the same values in every language', () => {
    for (const [id, text] of Object.entries(en)) {
      expect([id, placeholders(de[id])]).toEqual([id, placeholders(text)])
    }
  })

  test('take no name of a text of the app', () => {
    expect(Object.keys(en).filter((id) => id in app)).toEqual([])
  })
})
