import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/** Lints a text as if it were this file: in a copy of the tree that holds nothing else. */
function lint(file: string, text: string) {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'redoubt-walls-'))
  try {
    const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'))
    writeFileSync(path.join(copy, 'biome.json'), JSON.stringify({ ...config, vcs: undefined }))
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(copy, file), text)
    const biome = path.join(root, 'node_modules/.bin/biome')
    const { status, stdout, stderr } = spawnSync(biome, ['lint', file], {
      cwd: copy,
      encoding: 'utf8',
    })
    return { status, report: stdout + stderr }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const server = 'packages/server/src'

describe('the walls between folders', () => {
  test.each([
    ['platform knows no domain', `${server}/platform/bad.ts`, '#domains/posts/service.ts'],
    ['platform climbs nowhere', `${server}/platform/bad.ts`, '../workspace.ts'],
    [
      'domains reach no store of another',
      `${server}/domains/posts/bad.ts`,
      '#domains/users/store.ts',
    ],
    ['domains know no workspace', `${server}/domains/posts/bad.ts`, '#src/workspace.ts'],
    ['wire imports nothing of ours', 'packages/wire/src/bad.ts', '@redoubt/server/main.ts'],
    ['wire imports nothing of the machine', 'packages/wire/src/bad.ts', 'node:fs'],
    ['web never imports the server', 'packages/web/src/bad.ts', '@redoubt/server/main.ts'],
  ])('%s', (_name, file, specifier) => {
    const { status, report } = lint(file, `import { x } from '${specifier}'\nexport const y = x\n`)
    expect(report).toContain('noRestrictedImports')
    expect(status).toBe(1)
  })

  test.each([
    ['Date', 'export const now = () => Date.now()\n'],
    ['fetch', "export const load = () => fetch('http://localhost')\n"],
  ])('domains take what %s gives as an argument', (_name, text) => {
    const { status, report } = lint(`${server}/domains/posts/bad.ts`, text)
    expect(report).toContain('noRestrictedGlobals')
    expect(status).toBe(1)
  })

  test('what is allowed passes', () => {
    const text =
      "import type { UsersService } from '#domains/users/service.ts'\n\nexport type Users = UsersService\n"
    expect(lint(`${server}/domains/posts/good.ts`, text)).toMatchObject({ status: 0 })
  })
})
