import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { readProcessSettings } from '#src/process-settings.ts'
import { openServer } from '#src/server.ts'
import { passwordHashing } from './password.ts'

const strong = '$argon2id$v=19$m=19456,t=2,p=1$'

test('passwords cost what OWASP asks for, known or not, unless somebody hands in less', async () => {
  const hashing = passwordHashing()
  const hash = await hashing.hash('correct-horse-battery')
  expect(hash.startsWith(strong)).toBe(true)
  expect(await hashing.verify(hash, 'correct-horse-battery')).toBe(true)
  expect(await hashing.verify(hash, 'another')).toBe(false)
  expect(await hashing.verify('', 'another')).toBe(false)
  const cheap = await passwordHashing({ memoryCost: 64, timeCost: 1 }).hash('x')
  expect(await hashing.verify(cheap, 'x')).toBe(true)
})

test('a server as it is started stores nothing cheaper', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-password-'))
  const database = new URL(inject('postgresUrl'))
  database.pathname = `/p_${newId()}`
  const settings = readProcessSettings({
    REDOUBT_DATA: folder,
    REDOUBT_LISTEN: '127.0.0.1:0',
    REDOUBT_DATABASE_URL: database.href,
  })
  {
    await using server = await openServer(settings, { logger: pino({ level: 'silent' }) })
    const ws = await TestWorkspace.open(server.address)
    const workspace = await server.registry.ensureDefault()
    const { password } = await workspace.users.getRow(ws.admin.id)
    expect(password.startsWith(strong)).toBe(true)
  }
  rmSync(folder, { recursive: true, force: true })
  rmSync(`${folder}.key`, { force: true })
})
