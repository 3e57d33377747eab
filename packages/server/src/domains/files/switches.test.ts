import { Agent, request } from 'node:http'
import { refusal } from '@redoubt/testkit/member.ts'
import { test as base, openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import {
  call,
  nowhere,
  postWith,
  refused,
  storedFiles,
  toForm,
  uploadOne,
} from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
  .extend('small', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await openTestServer({
      MM_FILESETTINGS_MAXFILESIZE: '200000',
      MM_FILESETTINGS_ENABLEPUBLICLINK: 'true',
    })
    onCleanup(() => server[Symbol.asyncDispose]())
    return server
  })
  .extend('smallWs', { scope: 'file' }, async ({ small }) => TestWorkspace.open(small.address))

/** Apps are told in the form of the API what browsers are shown a page of. */
const asApp = { headers: { 'X-Mobile-App': '2.40.0' } }

describe('FileSettings', () => {
  test('MaxFileSize: larger files get 413, and the connection lives on', async ({
    small,
    smallWs,
  }) => {
    const { townSquare, alice } = await smallWs.trio()
    const tooLarge = [413, 'api.file.upload_file.too_large_detailed.app_error']
    const send = (sizes: number[]) => {
      const files = sizes.map((size) => ({ name: 'a.bin', content: 'x'.repeat(size) }))
      const body = toForm(townSquare.id, files)
      return call(alice, '/api/v4/files', { method: 'POST', body })
    }

    expect((await send([200_000, 200_000])).status).toBe(201)
    const before = storedFiles(small)
    expect(await refused(send([200_001]))).toEqual(tooLarge)
    expect(await refused(send([1000, 5_000_000, 1000]))).toEqual(tooLarge)
    const raw = `/api/v4/files?channel_id=${townSquare.id}&filename=a.bin`
    const body = 'x'.repeat(5_000_000)
    expect(await refused(call(alice, raw, { method: 'POST', body }))).toEqual(tooLarge)
    // Before the channel is known, the whole request is held to the limit.
    const late = new FormData()
    for (const name of ['a', 'b']) late.append('files', new Blob(['x'.repeat(150_000)]), name)
    late.append('channel_id', townSquare.id)
    const lateAnswer = call(alice, '/api/v4/files', { method: 'POST', body: late })
    expect(await refused(lateAnswer)).toEqual(tooLarge)
    expect(storedFiles(small)).toEqual(before)
    expect((await send([10])).status).toBe(201)

    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const headers = { Authorization: `Bearer ${alice.token}` }
    const ask = (method: string, url: string, content = '') =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = request(`${alice.url}${url}`, { method, agent, headers }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode))
        })
        sent.on('error', reject).end(content)
      })
    expect(await ask('POST', raw, body)).toBe(413)
    expect(await ask('GET', '/api/v4/users/me')).toBe(200)
    agent.destroy()
  })

  test('MC-FILE-06 EnablePublicLink: who has the link needs no session', async ({ smallWs }) => {
    const { townSquare, alice, bob, eve } = await smallWs.trio()
    const file = await uploadOne(alice, townSquare.id, 'for all.txt', 'hello all')
    const loose = await refusal(alice.client.getFilePublicLink(file.id))
    expect(loose).toEqual({ status: 400, id: 'api.file.get_public_link.no_post.app_error' })
    const post = await postWith(alice, townSquare.id, [file.id])

    const { link } = await bob.client.getFilePublicLink(file.id)

    const answer = await fetch(link)
    expect([answer.status, await answer.text()]).toEqual([200, 'hello all'])
    expect((await fetch(link, { method: 'HEAD' })).headers.get('content-length')).toBe('9')
    const bad = [400, 'api.file.get_file.public_invalid.app_error']
    const other = new URL(link)
    other.searchParams.set('h', 'x'.repeat(43))
    expect(await refused(fetch(other, asApp))).toEqual(bad)
    expect(await refused(fetch(link.replace(/\?.*/, ''), asApp))).toEqual(bad)
    expect(await refused(fetch(link.replace(file.id, nowhere(file.id)), asApp))).toEqual(bad)
    expect(await refusal(eve.client.getFilePublicLink(file.id))).toMatchObject({ status: 404 })
    await alice.client.deletePost(post.id)
    expect((await fetch(link, asApp)).status).toBe(404)
  })

  test('MC-FILE-06 without EnablePublicLink there are no links', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'a')
    await postWith(alice, townSquare.id, [file.id])
    const disabled = 'api.file.get_public_link.disabled.app_error'
    const asked = await refusal(alice.client.getFilePublicLink(file.id))
    expect(asked).toEqual({ status: 403, id: disabled })
    const link = `${alice.url}/files/${file.id}/public?h=x`
    expect(await refused(fetch(link, asApp))).toEqual([403, disabled])
  })

  test('EnableFileAttachments off: nothing can be uploaded', async () => {
    await using server = await openTestServer({ MM_FILESETTINGS_ENABLEFILEATTACHMENTS: 'false' })
    const ws = await TestWorkspace.open(server.address)
    const { townSquare } = await ws.team()
    const body = toForm(townSquare.id, [{ name: 'a.txt', content: 'a' }])
    expect(await refused(call(ws.admin, '/api/v4/files', { method: 'POST', body }))).toEqual([
      403,
      'api.file.attachments.disabled.app_error',
    ])
  })
})
