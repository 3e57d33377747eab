import { makeZip } from '@redoubt/testkit/documents.ts'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { call, uploadOne } from '@redoubt/testkit/uploads.ts'
import type { Job } from '@redoubt/wire/jobs.ts'
import { describe, expect } from 'vitest'

const monday = Date.UTC(2026, 0, 5, 9)
const soon = { timeout: 20_000, interval: 50 }

/** Uploads an archive for imports; resolves to its name among them. */
async function uploadImport(member: Member, filename: string, content: Buffer): Promise<string> {
  const { body } = await member.request('POST', '/api/v4/uploads', {
    type: 'import',
    filename,
    file_size: content.length,
  })
  const { id, ...session } = body as { id: string }
  expect(session).toMatchObject({ type: 'import', channel_id: '', file_offset: 0 })
  const answer = await call(member, `/api/v4/uploads/${id}`, {
    method: 'POST',
    body: Uint8Array.from(content),
  })
  expect(answer.status).toBe(200)
  const { name } = (await answer.json()) as { name: string }
  expect(name).toBe(`${id}_${filename}`)
  return name
}

async function runJob(admin: Member, type: string, data: Record<string, string>): Promise<Job> {
  const { status, body } = await admin.request('POST', '/api/v4/jobs', { type, data })
  expect(status).toBe(201)
  const { id } = body as Job
  const get = async () => (await admin.request('GET', `/api/v4/jobs/${id}`)).body as Job
  await expect.poll(async () => (await get()).status, soon).toMatch(/success|error/)
  return get()
}

const toJsonl = (lines: object[]) =>
  [{ type: 'version', version: 1 }, ...lines].map((line) => JSON.stringify(line)).join('\n')

describe('import_process', () => {
  test('MC-JOB-01 takes in an uploaded archive with its files, and tells how far it is', async ({
    ws,
  }) => {
    const { team, alice } = await ws.trio()
    const post = (message: string, path: string) => ({
      type: 'post',
      post: {
        team: team.name,
        channel: 'town-square',
        user: alice.username,
        message,
        create_at: monday,
        attachments: [{ path }],
      },
    })
    const lines = [
      post('imported', 'files/a.txt'),
      post('without', 'files/lost.txt'),
      { type: 'post', post: { team: team.name, channel: 'nowhere', user: 'nobody' } },
    ]
    const archive = makeZip([
      { name: 'import.jsonl', content: toJsonl(lines) },
      { name: 'data/files/a.txt', content: 'what is in it' },
    ])
    const import_file = await uploadImport(ws.admin, 'old.zip', archive)
    expect((await ws.admin.request('GET', '/api/v4/imports')).body).toContain(import_file)

    const job = await runJob(ws.admin, 'import_process', { import_file })

    expect(job).toMatchObject({ status: 'success', progress: 100, data: { line_number: '4' } })
    expect(job.data.errors).toMatch(/^4: /)
    expect(JSON.parse(job.data.created ?? '')).toEqual({ post: 2, attachment: 1 })
    expect(job.last_activity_at).toBeGreaterThanOrEqual(job.start_at)
    const townSquare = await alice.client.getChannelByName(team.id, 'town-square')
    const { posts } = await alice.client.getPosts(townSquare.id)
    const imported = Object.values(posts).find(({ message }) => message === 'imported')
    const file = await alice.request('GET', `/api/v4/files/${imported?.file_ids?.[0]}`)
    expect(file.body).toBe('what is in it')

    const path = `/api/v4/imports/${import_file}`
    expect(await ws.admin.request('DELETE', path)).toMatchObject({ status: 200 })
    expect(await ws.admin.request('DELETE', path)).toMatchObject({ status: 200 })
    expect((await ws.admin.request('GET', '/api/v4/imports')).body).not.toContain(import_file)
    const gone = await runJob(ws.admin, 'import_process', { import_file })
    expect(gone).toMatchObject({
      status: 'error',
      data: { error: 'There is no import of this name.' },
    })
  })

  test('refuses archives that are none, and bombs', async ({ ws }) => {
    const bomb = Buffer.alloc(150 * 1024 * 1024)
    const cases: [string, Buffer, string][] = [
      ['text.zip', Buffer.from('no zip'), 'whole zip'],
      ['empty.zip', makeZip([{ name: 'readme.txt', content: 'x' }]), 'no JSONL'],
      ['up.zip', makeZip([{ name: '../import.jsonl', content: '{}' }]), 'whole zip'],
      ['bomb.zip', makeZip([{ name: 'import.jsonl', content: bomb }]), 'plausible'],
      ['bare.zip', makeZip([{ name: 'a.jsonl', content: '{"type":"post"}' }]), 'its version'],
    ]
    for (const [filename, content, complaint] of cases) {
      const import_file = await uploadImport(ws.admin, filename, content)
      const { status, data } = await runJob(ws.admin, 'import_process', { import_file })
      expect([filename, status]).toEqual([filename, 'error'])
      expect(data.error).toContain(complaint)
    }
    expect(await runJob(ws.admin, 'import_delete', {})).toMatchObject({ data: { deleted: '0' } })
  })

  test('archives are for administrators alone', async ({ ws }) => {
    const alice = await ws.member('alice')
    const wish = { type: 'import', filename: 'a.zip', file_size: 10 }
    for (const [method, path, body] of [
      ['POST', '/api/v4/uploads', wish],
      ['GET', '/api/v4/imports', undefined],
      ['DELETE', '/api/v4/imports/some.zip', undefined],
      ['POST', '/api/v4/jobs', { type: 'import_process' }],
    ] as const) {
      expect([path, (await alice.request(method, path, body)).status]).toEqual([path, 403])
    }
    const nothing = { ...wish, type: 'other' }
    expect(await ws.admin.request('POST', '/api/v4/uploads', nothing)).toMatchObject({
      status: 400,
      body: { id: 'model.upload_session.is_valid.type.app_error' },
    })
  })
})

describe('extract_content', () => {
  test('looks into the files of a time when nobody did', async ({ ws }) => {
    const { team, townSquare } = await ws.team()
    const found = async () => {
      const { order } = (await ws.admin.client.searchFilesWithParams(team.id, {
        terms: 'buriedtreasure',
      } as never)) as { order: string[] }
      return order.length
    }
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: false } } as never)
    const file = await uploadOne(ws.admin, townSquare.id, 'map.txt', 'a buriedtreasure')
    await ws.admin.post(townSquare.id, 'look', { file_ids: [file.id] })
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: true } } as never)
    expect(await found()).toBe(0)

    const early = await runJob(ws.admin, 'extract_content', { from: '0', to: '1000000' })
    expect(early).toMatchObject({ status: 'success', data: { processed: '0', errors: '0' } })
    const job = await runJob(ws.admin, 'extract_content', {})
    expect(job).toMatchObject({ status: 'success', data: { errors: '0' } })
    expect(Number(job.data.processed)).toBeGreaterThan(0)
    expect(await found()).toBe(1)
    const bad = await runJob(ws.admin, 'extract_content', { from: 'whenever' })
    expect(bad).toMatchObject({ status: 'error' })
  })
})
