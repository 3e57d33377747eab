import type { Member } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect, test } from 'vitest'

async function found(member: Member, teamId: string, terms: string): Promise<string[]> {
  const list = await member.client.searchPosts(teamId, terms, false)
  return list.order.map((id) => list.posts[id]?.message ?? '')
}

const soon = { timeout: 20_000, interval: 100 }

describe('languages of search', () => {
  test('are the one that the workspace speaks, unless others are named', {
    timeout: 60_000,
  }, async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    const { admin } = ws
    await admin.post(townSquare.id, 'Die Häuser brannten')
    await admin.post(townSquare.id, 'running dogs')
    const search = (terms: string) => found(admin, team.id, terms)
    expect(await search('run')).toEqual(['running dogs'])
    expect(await search('haus')).toEqual([])
    expect(await search('häuser')).toEqual(['Die Häuser brannten'])

    await admin.client.patchConfig({ LocalizationSettings: { DefaultServerLocale: 'de' } })
    // What was written before is found by its stems as soon as the index was made anew.
    await expect.poll(() => search('haus'), soon).toEqual(['Die Häuser brannten'])
    expect(await search('run')).toEqual([])
    expect(await search('running')).toEqual(['running dogs'])

    const named = { RedoubtSettings: { SearchLanguages: 'german English nonsense simple' } }
    await admin.request('PUT', '/api/v4/config/patch', named)
    await expect.poll(() => search('run'), soon).toEqual(['running dogs'])
    expect(await search('haus')).toEqual(['Die Häuser brannten'])

    await admin.request('PUT', '/api/v4/config/patch', {
      RedoubtSettings: { SearchLanguages: 'simple' },
    })
    await expect.poll(() => search('run'), soon).toEqual([])
    await admin.post(townSquare.id, 'jumping cats')
    expect(await search('jumping')).toEqual(['jumping cats'])
    expect(await search('jump')).toEqual([])
  })

  test('can be any that PostgreSQL has', { timeout: 60_000 }, async () => {
    const languages =
      'arabic armenian basque catalan danish dutch finnish french greek hindi hungarian indonesian irish italian lithuanian nepali norwegian portuguese romanian russian serbian spanish swedish tamil turkish yiddish'
    await using server = await openTestServer({
      MM_REDOUBTSETTINGS_SEARCHLANGUAGES: languages,
    })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    await ws.admin.post(townSquare.id, 'les chevaux couraient')
    await ws.admin.post(townSquare.id, 'большие города')
    const file = await uploadOne(ws.admin, townSquare.id, 'городами.png', 'x')
    await ws.admin.post(townSquare.id, 'см. файл', { file_ids: [file.id] })
    expect(await found(ws.admin, team.id, 'courait')).toEqual(['les chevaux couraient'])
    expect(await found(ws.admin, team.id, 'городом большой')).toEqual(['большие города'])
    const files = await ws.admin.client.searchFiles(team.id, 'городу', false)
    expect(files.order).toEqual([file.id])
  })
})
