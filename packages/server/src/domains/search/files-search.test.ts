import type { FileInfo } from '@mattermost/types/files'
import { makeDocx, makePdf, makeZip } from '@redoubt/testkit/documents.ts'
import type { Member } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { postWith, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

async function found(member: Member, teamId: string, terms: string, rest = {}): Promise<string[]> {
  const list = await member.client.searchFilesWithParams(teamId, {
    terms,
    is_or_search: false,
    time_zone_offset: 0,
    page: 0,
    per_page: 60,
    include_deleted_channels: false,
    ...rest,
  })
  // The client's type says a map; what comes is an object.
  const infos = list.file_infos as unknown as Record<string, FileInfo>
  return list.order.map((id) => infos[id]?.name ?? '')
}

async function share(
  member: Member,
  channelId: string,
  name: string,
  content: string | Uint8Array,
) {
  const file = await uploadOne(member, channelId, name, content)
  await postWith(member, channelId, [file.id])
  return file
}

/** What is in a file is read after the upload was answered. */
const soon = { timeout: 20_000, interval: 100 }

describe('POST /api/v4/teams/:team_id/files/search', () => {
  test('MC-SRCH-07 finds files by what is in them', { timeout: 60_000 }, async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await share(alice, townSquare.id, 'notes.txt', 'The quick brown fox, 敏捷的棕色狐狸')
    await share(alice, townSquare.id, 'report.pdf', makePdf('Quarterly figures of the harbour'))
    await share(alice, townSquare.id, 'letter.docx', makeDocx(['Dear harbour master']))
    await share(alice, townSquare.id, 'page.html', '<p>Harbour</p><script>fox</script>')
    const search = (terms: string) => found(bob, team.id, terms)

    await expect
      .poll(() => search('harbour'), soon)
      .toEqual(['page.html', 'letter.docx', 'report.pdf'])
    expect(await search('fox')).toEqual(['notes.txt'])
    expect(await search('狐狸')).toEqual(['notes.txt'])
    expect(await search('棕色狐狸')).toEqual(['notes.txt'])
    expect(await search('"quick brown"')).toEqual(['notes.txt'])
    expect(await search('"brown quick"')).toEqual([])
    expect(await search('harbour -master')).toEqual(['page.html', 'report.pdf'])
    expect(await search('harbour ext:pdf')).toEqual(['report.pdf'])
    expect(await search('harbour -ext:PDF -ext:html')).toEqual(['letter.docx'])
    expect(await search('harbour ext:docx ext:.pdf')).toEqual(['letter.docx', 'report.pdf'])
  })

  test('finds files by their names, at once', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    await share(alice, townSquare.id, 'annual_report-2025.final.png', 'x')
    await share(bob, offTopic.id, 'Übersicht.png', 'x')
    const search = (terms: string, rest = {}) => found(alice, team.id, terms, rest)

    for (const terms of [
      'annual',
      'report',
      '2025',
      'final',
      'annual_report',
      'ann*',
      'png annual',
    ]) {
      expect(await search(terms), terms).toEqual(['annual_report-2025.final.png'])
    }
    expect(await search('übersicht')).toEqual(['Übersicht.png'])
    expect(await search('png')).toHaveLength(2)
    expect(await search('png', { per_page: 1, page: 1 })).toEqual(['annual_report-2025.final.png'])
    expect(await search(`png from:${bob.username}`)).toEqual(['Übersicht.png'])
    expect(await search('in:off-topic')).toEqual(['Übersicht.png'])
    expect(await search('png -in:off-topic')).toEqual(['annual_report-2025.final.png'])
    expect(await search('png after:2100-01-01')).toEqual([])
    expect(await search('png before:2100-01-01')).toHaveLength(2)
  })

  test('finds neither what was never posted nor what is gone', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await uploadOne(alice, townSquare.id, 'unposted.png', 'x')
    const file = await uploadOne(alice, townSquare.id, 'deleted.png', 'x')
    const post = await postWith(alice, townSquare.id, [file.id])
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    await share(alice, direct.id, 'direct.png', 'x')
    expect(await found(alice, team.id, 'png')).toEqual(['direct.png', 'deleted.png'])
    expect(await found(ws.admin, team.id, 'png')).toEqual(['deleted.png'])

    await alice.client.deletePost(post.id)

    expect(await found(alice, team.id, 'png')).toEqual(['direct.png'])
    expect(await found(ws.admin, team.id, 'png')).toEqual([])
  })

  test('answers as clients expect', async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    const file = await share(alice, townSquare.id, 'shape.png', 'x')
    const url = `/api/v4/teams/${team.id}/files/search`
    const answer = await alice.request('POST', url, { terms: 'shape' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
    expect(answer.body).toMatchObject({
      order: [file.id],
      file_infos: { [file.id]: { name: 'shape.png', extension: 'png' } },
      next_file_info_id: '',
      prev_file_info_id: '',
      first_inaccessible_file_time: 0,
      matches: null,
    })
  })
})

describe('POST /api/v4/files/search', () => {
  test('finds in all teams of who asks', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const second = await ws.team()
    const foreign = await ws.team()
    await ws.admin.client.addToTeam(second.team.id, alice.id)
    await share(alice, townSquare.id, 'teams-one.png', 'x')
    await share(ws.admin, second.townSquare.id, 'teams-two.png', 'x')
    await share(ws.admin, foreign.townSquare.id, 'teams-three.png', 'x')
    expect(await found(alice, '', 'teams')).toEqual(['teams-two.png', 'teams-one.png'])
  })
})

describe('reading files', () => {
  test('goes into archives when told to', { timeout: 60_000 }, async () => {
    await using server = await openTestServer({ MM_FILESETTINGS_ARCHIVERECURSION: 'true' })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    const zip = makeZip([{ name: 'deep/inside.txt', content: 'treasure' }])
    await share(ws.admin, townSquare.id, 'chest.zip', zip)
    await expect.poll(() => found(ws.admin, team.id, 'treasure'), soon).toEqual(['chest.zip'])
    expect(await found(ws.admin, team.id, 'inside.txt')).toEqual(['chest.zip'])
  })

  test('can be switched off, and bad files hold nobody up', { timeout: 60_000 }, async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: false } })
    await share(ws.admin, townSquare.id, 'unread.txt', 'treasure')
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: true } })
    await share(ws.admin, townSquare.id, 'bad.pdf', 'no pdf at all')
    await share(ws.admin, townSquare.id, 'bad.docx', 'no zip at all')
    const words = Array.from({ length: 150_000 }, (_, index) => `w${index.toString(36)}`)
    await share(ws.admin, townSquare.id, 'words.txt', `treasure ${words.join(' ')}`)
    await share(ws.admin, townSquare.id, 'good.txt', 'treasure')

    await expect
      .poll(() => found(ws.admin, team.id, 'treasure'), soon)
      .toEqual(['good.txt', 'words.txt'])
    expect(await found(ws.admin, team.id, 'bad')).toEqual(['bad.docx', 'bad.pdf'])
  })
})
