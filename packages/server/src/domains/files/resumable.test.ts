import net from 'node:net'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { call, nowhere, refused, storedFiles } from '@redoubt/testkit/uploads.ts'
import type { FileInfo, UploadSession } from '@redoubt/wire/files.ts'
import { describe, expect } from 'vitest'

const mebibyte = 1024 * 1024

async function begin(member: Member, channel_id: string, file_size: number) {
  const { body } = await member.request('POST', '/api/v4/uploads', {
    channel_id,
    file_size,
    filename: 'film.bin',
    type: 'attachment',
  })
  return body as UploadSession
}

function send(member: Member, id: string, body: string | FormData): Promise<Response> {
  return call(member, `/api/v4/uploads/${id}`, { method: 'POST', body })
}

async function offsetOf(member: Member, id: string): Promise<number> {
  const { body } = await member.request('GET', `/api/v4/uploads/${id}`)
  return (body as UploadSession).file_offset
}

describe('resumable uploads', () => {
  test('take a file in pieces, and leave nothing but the file', async ({ ws, server }) => {
    const { townSquare, alice } = await ws.trio()
    const before = storedFiles(server).length
    const pieces = ['a'.repeat(5 * mebibyte), 'b'.repeat(10), 'c'.repeat(700_000)]
    const size = pieces.join('').length

    const upload = await begin(alice, townSquare.id, size)

    expect(upload).toEqual({
      id: expect.any(String),
      type: 'attachment',
      create_at: expect.any(Number),
      user_id: alice.id,
      channel_id: townSquare.id,
      filename: 'film.bin',
      file_size: size,
      file_offset: 0,
      remote_id: '',
      req_file_id: '',
    })
    expect((await send(alice, upload.id, String(pieces[0]))).status).toBe(204)
    const mine = await alice.request('GET', '/api/v4/users/me/uploads')
    expect(mine.body).toEqual([{ ...upload, file_offset: 5 * mebibyte }])
    const form = new FormData()
    form.append('data', new Blob([String(pieces[1])]), 'piece')
    expect((await send(alice, upload.id, form)).status).toBe(204)
    const last = await send(alice, upload.id, String(pieces[2]))
    const info = (await last.json()) as FileInfo
    expect(last.status).toBe(200)
    expect(info).toMatchObject({ name: 'film.bin', size, channel_id: townSquare.id })
    const content = await call(alice, `/api/v4/files/${info.id}`)
    expect((await content.text()) === pieces.join('')).toBe(true)
    expect(storedFiles(server)).toHaveLength(before + 1)
    expect((await call(alice, `/api/v4/uploads/${upload.id}`)).status).toBe(404)
  })

  test('MC-FILE-04 a cut upload goes on where it ended', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const content = 'x'.repeat(1000) + 'y'.repeat(500_000)
    const upload = await begin(alice, townSquare.id, content.length)
    const { hostname, port } = new URL(alice.url)
    const socket = net.connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(
      `POST /api/v4/uploads/${upload.id} HTTP/1.1\r\nHost: x\r\n` +
        `Authorization: Bearer ${alice.token}\r\nContent-Length: ${content.length}\r\n\r\n`,
    )
    socket.write(content.slice(0, 300_000), () => setTimeout(() => socket.destroy(), 100))

    await expect.poll(() => offsetOf(alice, upload.id)).toBeGreaterThan(0)
    const offset = await offsetOf(alice, upload.id)
    const rest = await send(alice, upload.id, content.slice(offset))

    expect(rest.status).toBe(200)
    const file = await call(alice, `/api/v4/files/${((await rest.json()) as FileInfo).id}`)
    expect((await file.text()) === content).toBe(true)
  })

  test('MC-FILE-11 the first piece is 5 MiB or the whole', async ({ ws, server }) => {
    const { townSquare, alice } = await ws.trio()
    const upload = await begin(alice, townSquare.id, 6 * mebibyte)
    const before = storedFiles(server)
    expect(await refused(send(alice, upload.id, 'x'.repeat(1000)))).toEqual([
      400,
      'app.upload.upload_data.first_part_too_small.app_error',
    ])
    const small = await begin(alice, townSquare.id, 3)
    expect(await refused(send(alice, small.id, 'four'))).toEqual([
      400,
      'api.upload.upload_data.invalid_content_length',
    ])
    const form = new FormData()
    form.append('data', new Blob(['four']), 'piece')
    expect(await refused(send(alice, small.id, form))).toEqual([
      400,
      'api.upload.upload_data.invalid_content_length',
    ])
    expect(storedFiles(server)).toEqual(before)
    expect((await send(alice, small.id, 'all')).status).toBe(200)
  })

  test('two writers at once: one is refused, no byte is stored twice', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const upload = await begin(alice, townSquare.id, 6 * mebibyte)
    const piece = 'x'.repeat(5 * mebibyte)
    const answers = await Promise.all([1, 2].map(() => send(alice, upload.id, piece)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400])
    expect(await offsetOf(alice, upload.id)).toBe(5 * mebibyte)
  })

  test('belong to one person, and are held to the limits', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const upload = await begin(alice, townSquare.id, 10)
    const missing = [404, 'app.upload.get.app_error']
    for (const id of [upload.id, nowhere(upload.id)]) {
      expect(await refused(call(bob, `/api/v4/uploads/${id}`))).toEqual(missing)
      expect(await refused(send(bob, id, '0123456789'))).toEqual(missing)
    }
    expect(await refused(call(bob, `/api/v4/users/${alice.id}/uploads`))).toEqual([
      403,
      'api.user.get_uploads_for_user.forbidden.app_error',
    ])
    const ask = async (member: Member, change: Record<string, unknown>) => {
      const fine = { channel_id: townSquare.id, filename: 'a', file_size: 1 }
      const answer = await member.request('POST', '/api/v4/uploads', { ...fine, ...change })
      return [answer.status, (answer.body as { id: string }).id]
    }
    expect((await ask(eve, {}))[0]).toBe(404)
    expect(await ask(alice, { file_size: 2 ** 40 })).toEqual([
      413,
      'api.upload.create.upload_too_large.app_error',
    ])
    for (const [field, value] of Object.entries({ file_size: 0, filename: '', type: 'other' })) {
      expect(await ask(alice, { [field]: value })).toEqual([
        400,
        `model.upload_session.is_valid.${field}.app_error`,
      ])
    }
  })
})
