import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { buildWeb } from '../scripts/build-web.ts'

const dist = path.resolve(import.meta.dirname, '../packages/web/dist')

const FIRST_LOAD_BYTES = 250 * 1024

describe('what is sent before the first channel is shown', () => {
  type Chunk = { file: string; src?: string; imports?: string[]; dynamicImports?: string[] }

  function readManifest(): Map<string, Chunk> {
    buildWeb()
    const text = readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8')
    return new Map(Object.entries(JSON.parse(text) as Record<string, Chunk>))
  }

  /** The files of chunks and of all that they import at once. */
  function filesOf(manifest: Map<string, Chunk>, names: readonly string[]): Set<string> {
    const seen = new Set<string>()
    const visit = (name: string) => {
      if (seen.has(name)) return
      seen.add(name)
      for (const next of manifest.get(name)?.imports ?? []) visit(next)
    }
    for (const name of names) visit(name)
    return new Set([...seen].flatMap((name) => manifest.get(name)?.file ?? []))
  }

  test('is at most 250 KB of compressed JavaScript', () => {
    const manifest = readManifest()
    const pages = ['src/app/SessionPages.tsx', 'src/app/TeamPages.tsx']
    const files = filesOf(manifest, ['index.html', ...pages])
    const sizes = [...files]
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ file, bytes: gzipSync(readFileSync(path.join(dist, file))).length }))
    const total = sizes.reduce((sum, one) => sum + one.bytes, 0)
    expect(sizes.length).toBeGreaterThan(2)
    expect(total, JSON.stringify(sizes, undefined, 1)).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  })

  test('is without the pages that are looked at later', () => {
    const manifest = readManifest()
    const entry = filesOf(manifest, ['index.html'])
    for (const page of [
      'src/session/LoginPage.tsx',
      'src/session/SignupPage.tsx',
      'src/app/SessionPages.tsx',
      'src/app/TeamPages.tsx',
      'src/teams/SelectTeamPage.tsx',
      'src/teams/CreateTeamPage.tsx',
      'src/i18n/de.json',
    ]) {
      const file = manifest.get(page)?.file
      expect(file, page).toBeDefined()
      expect(entry.has(file ?? ''), page).toBe(false)
    }
  })
})
