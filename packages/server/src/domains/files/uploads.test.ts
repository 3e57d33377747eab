import { readFileSync } from 'node:fs'
import net from 'node:net'
import type { FileInfo } from '@mattermost/types/files'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { call, nowhere, refused, storedFiles, toForm, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('POST /api/v4/files', () => {
  test('MC-FILE-01 takes several files and answers in their order', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const form = toForm(townSquare.id, [
      { name: 'one.txt', content: 'first', clientId: 'c1' },
      { name: 'two.PDF', content: 'second!', clientId: 'c2' },
      { name: 'three', content: '', clientId: 'c3' },
    ])

    const answer = await call(alice, '/api/v4/files', { method: 'POST', body: form })

    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({
      client_ids: ['c1', 'c2', 'c3'],
      file_infos: [
        ['one.txt', 'txt', 'text/plain', 5],
        ['two.PDF', 'pdf', 'application/pdf', 7],
        ['three', '', 'application/octet-stream', 0],
      ].map(([name, extension, mime_type, size]) => ({
        id: expect.stringMatching(/^[a-z0-9]{26}$/),
        user_id: alice.id,
        channel_id: townSquare.id,
        create_at: expect.any(Number),
        update_at: expect.any(Number),
        delete_at: 0,
        name,
        extension,
        size,
        mime_type,
        mini_preview: null,
        remote_id: '',
        archived: false,
      })),
    })
  })

  test('MC-FILE-02 takes a raw body, whatever its type', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    for (const type of ['application/json', 'image/png', 'text/x-odd', '']) {
      const url = `/api/v4/files?channel_id=${townSquare.id}&filename=a%20b.json&client_id=mine`
      const answer = await call(alice, url, {
        method: 'POST',
        body: Uint8Array.from(Buffer.from('{"not json')),
        headers: type ? { 'Content-Type': type } : {},
      })
      const { file_infos, client_ids } = (await answer.json()) as {
        file_infos: FileInfo[]
        client_ids: string[]
      }
      expect(answer.status).toBe(201)
      expect(client_ids).toEqual(['mine'])
      expect(file_infos[0]).toMatchObject({ name: 'a b.json', size: 10 })
      const content = await call(alice, `/api/v4/files/${file_infos[0]?.id}`)
      expect(await content.text()).toBe('{"not json')
    }
  })

  test('takes the channel after the files, and from the address', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const form = new FormData()
    form.append('files', new Blob(['late']), 'late.txt')
    form.append('unknown', new Blob(['dropped']), 'dropped.txt')
    form.append('channel_id', townSquare.id)
    expect((await call(alice, '/api/v4/files', { method: 'POST', body: form })).status).toBe(201)
    const bare = new FormData()
    bare.append('files', new Blob(['x']), 'x.txt')
    const url = `/api/v4/files?channel_id=${townSquare.id}`
    expect((await call(alice, url, { method: 'POST', body: bare })).status).toBe(201)
  })

  test('names are only names', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const send = async (filename: string) => {
      const query = new URLSearchParams({ channel_id: townSquare.id, filename })
      const answer = await call(alice, `/api/v4/files?${query}`, { method: 'POST', body: 'x' })
      const body = (await answer.json()) as { file_infos: FileInfo[] }
      return body.file_infos[0]?.name
    }
    expect(await send('../../etc/passwd')).toBe('passwd')
    expect(await send('C:\\temp\\plan.txt')).toBe('plan.txt')
    expect(await send('..')).toBe('file')
    expect(await send('a\r\nb\u202egpj.exe')).toBe('abgpj.exe')
    expect(await send(`${'ü'.repeat(300)}.txt`)).toBe(`${'ü'.repeat(251)}.txt`)
  })

  test('nothing of the content lies readable on the disk', async ({ ws, server }) => {
    const { townSquare, alice } = await ws.trio()
    const before = new Set(storedFiles(server))
    await uploadOne(alice, townSquare.id, 'plan.txt', 'the eagle has landed '.repeat(10_000))
    const added = storedFiles(server).filter((file) => !before.has(file))
    expect(added).toHaveLength(1)
    expect(added[0]).toMatch(/\/files\/w\/[a-z0-9]{26}\/file\/[a-z0-9]{26}\/orig$/)
    expect(readFileSync(String(added[0])).includes('eagle')).toBe(false)
  })

  test('refuses strangers and malformed forms, and keeps nothing of them', async ({
    ws,
    server,
  }) => {
    const { townSquare, alice, eve } = await ws.trio()
    const send = (member: Member, form: FormData, query = '') =>
      refused(call(member, `/api/v4/files${query}`, { method: 'POST', body: form }))
    const file = { name: 'x.txt', content: 'x' }
    const before = storedFiles(server)

    const unknown = await send(eve, toForm(nowhere(townSquare.id), [file]))
    expect(await send(eve, toForm(townSquare.id, [file]))).toEqual(unknown)
    expect(unknown).toEqual([404, 'app.channel.get.existing.app_error'])
    const late = new FormData()
    late.append('files', new Blob(['x']), 'x.txt')
    late.append('channel_id', townSquare.id)
    expect(await send(eve, late)).toEqual(unknown)

    const badBody = [400, 'api.context.invalid_body_param.app_error']
    const badAddress = [400, 'api.context.invalid_url_param.app_error']
    expect(await send(alice, toForm('../..', [file]))).toEqual(badBody)
    expect(await send(alice, toForm(townSquare.id, []))).toEqual(badBody)
    const homeless = new FormData()
    homeless.append('files', new Blob(['x']), 'x.txt')
    expect(await send(alice, homeless)).toEqual(badBody)
    expect(await send(alice, toForm(townSquare.id, [file]), `?channel_id=nowhere`)).toEqual(
      badAddress,
    )
    const counted = toForm(townSquare.id, [{ ...file, clientId: 'a' }])
    counted.append('client_ids', 'b')
    expect(await send(alice, counted)).toEqual([
      400,
      'api.file.upload_file.incorrect_number_of_client_ids.app_error',
    ])
    const twice = toForm(townSquare.id, [file])
    twice.append('channel_id', nowhere(townSquare.id))
    expect(await send(alice, twice)).toEqual([
      400,
      'api.file.upload_file.multiple_channel_ids.app_error',
    ])
    const long = toForm(townSquare.id, [file])
    long.append('client_ids', 'x'.repeat(20_000))
    expect(await send(alice, long)).toEqual([400, 'api.file.upload_file.read_form_value.app_error'])
    for (const body of [
      'no form at all',
      '--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhalf',
    ]) {
      const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
      const answer = await call(alice, '/api/v4/files', { method: 'POST', body, headers })
      expect(answer.status).toBe(400)
    }
    const boundless = { 'Content-Type': 'multipart/form-data' }
    const shapeless = { method: 'POST', body: 'x', headers: boundless }
    expect((await call(alice, '/api/v4/files', shapeless)).status).toBe(400)
    for (const query of ['', `?channel_id=${townSquare.id}`, '?filename=x']) {
      const answer = refused(call(alice, `/api/v4/files${query}`, { method: 'POST', body: 'x' }))
      expect(await answer).toEqual(badAddress)
    }
    expect(storedFiles(server)).toEqual(before)
  })

  test('an upload that is cut off leaves nothing', async ({ ws, server }) => {
    const { townSquare, alice } = await ws.trio()
    const before = storedFiles(server)
    const { hostname, port } = new URL(alice.url)
    for (const head of [
      `POST /api/v4/files?channel_id=${townSquare.id}&filename=cut.bin HTTP/1.1\r\nContent-Type: application/octet-stream`,
      'POST /api/v4/files HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b',
    ]) {
      const socket = net.connect(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.write(
        `${head}\r\nHost: x\r\nAuthorization: Bearer ${alice.token}\r\nContent-Length: 9000000\r\n\r\n`,
      )
      socket.write(
        `--b\r\nContent-Disposition: form-data; name="channel_id"\r\n\r\n${townSquare.id}\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n`,
      )
      socket.write(Buffer.alloc(300_000, 'x'))
      await expect.poll(() => storedFiles(server).length).toBe(before.length + 1)
      socket.destroy()
      await expect.poll(() => storedFiles(server)).toEqual(before)
    }
  })
})
