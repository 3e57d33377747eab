import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { configKeys } from '@redoubt/wire/config-keys.gen.ts'
import { describe, expect, test } from 'vitest'
import { consolePages, isSettingsId } from '#web/console/pages.ts'
import { type Descriptions, humanised } from './descriptions.ts'
import { mayTouch, sectionsOf, settings } from './settings.ts'

function descriptionsIn(language: string): Descriptions {
  const folder = path.join(import.meta.dirname, 'texts')
  const files = globSync(`*.${language}.json`, { cwd: folder })
  const parts = files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
  return Object.assign({}, ...parts)
}

describe('the pages of settings', () => {
  const pages = consolePages.map(({ id }) => id).filter(isSettingsId)

  test('show every key there is, each once', () => {
    const shown = pages.flatMap((page) => sectionsOf(page).flatMap(([, all]) => all))
    expect(shown.map(({ key }) => key).sort()).toEqual(Object.keys(configKeys).sort())
  })

  test('all have something to show', () => {
    expect(pages.filter((page) => sectionsOf(page).length === 0)).toEqual([])
  })

  test('give each address to one page', () => {
    const paths = consolePages.map((page) => page.path)
    expect(new Set(paths).size).toBe(paths.length)
  })
})

describe('the descriptions', () => {
  const english = descriptionsIn('en')
  const german = descriptionsIn('de')

  test('are about settings that there are, most of those that people change', () => {
    expect(Object.keys(english).filter((key) => !(key in configKeys))).toEqual([])
    expect(Object.keys(english).length).toBeGreaterThan(300)
  })

  test('are the same in every language', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort())
    const choices = (all: Descriptions) =>
      Object.fromEntries(Object.entries(all).map(([key, one]) => [key, Object.keys(one[2] ?? {})]))
    expect(choices(german)).toEqual(choices(english))
  })

  test('name all that can be chosen, and nothing else', () => {
    for (const { key, allowed } of settings) {
      const named = Object.keys(english[key]?.[2] ?? {})
      if (named.length > 0) expect([key, named.sort()]).toEqual([key, [...allowed].sort()])
    }
  })

  test('where there is none, the key is told in words', () => {
    expect(humanised('SqlSettings.MaxIdleConns')).toBe('Max idle conns')
    expect(humanised('SamlSettings.IdpURL')).toBe('Idp URL')
    expect(humanised('ServiceSettings.SiteURL')).toBe('Site URL')
  })
})

test('whoever reads an area sees its settings, and changes them only with the right to', () => {
  const setting = settings.find(({ key }) => key === 'RateLimitSettings.PerSec')
  if (!setting) throw new Error('there is no such setting')
  const reader = new Set(['sysconsole_read_environment_rate_limiting'])
  expect(mayTouch('read', setting, reader)).toBe(true)
  expect(mayTouch('write', setting, reader)).toBe(false)
  expect(mayTouch('write', setting, new Set(['manage_system']))).toBe(true)
  expect(mayTouch('read', setting, new Set(['create_post']))).toBe(false)
})
