import { readFileSync, writeFileSync } from 'node:fs'
import type { Channel } from '@mattermost/types/channels'
import type { FileInfo } from '@mattermost/types/files'
import type { Post } from '@mattermost/types/posts'
import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import {
  call,
  nowhere,
  postWith,
  refused,
  storedFiles,
  uploadOne,
} from '@redoubt/testkit/uploads.ts'
import sharp from 'sharp'
import { describe, expect } from 'vitest'

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#a03050' } })
}

const missing = [404, 'app.file_info.get.app_error']
/** Longer than two frames of the store, and different at every place. */
const long = Array.from({ length: 40_000 }, (_, index) => `${index}`.padStart(5, '0')).join('')

describe('GET /api/v4/files/:file_id', () => {
  test('sends the content with the headers of the wire', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const query = new URLSearchParams({ channel_id: townSquare.id, filename: 'Über "uns" (1).txt' })
    const sent = await call(alice, `/api/v4/files?${query}`, { method: 'POST', body: long })
    const [file] = ((await sent.json()) as { file_infos: FileInfo[] }).file_infos

    const answer = await call(alice, `/api/v4/files/${file?.id}`, {
      headers: { 'Accept-Encoding': 'gzip' },
    })

    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(long)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': String(long.length),
      'x-uncompressed-content-length': String(long.length),
      'content-disposition':
        'attachment;filename="_ber _uns_ (1).txt"; ' +
        "filename*=UTF-8''%C3%9Cber%20%22uns%22%20%281%29.txt",
      'cache-control': 'private, max-age=86400',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': "Frame-ancestors 'none'",
      'accept-ranges': 'bytes',
    })
    expect(answer.headers.get('content-encoding')).toBeNull()
  })

  test('MC-FILE-03 sends ranges of it', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'long.bin', long)
    const ask = (range: string, more = {}) =>
      call(alice, `/api/v4/files/${file.id}`, { headers: { Range: range, ...more } })

    const size = long.length
    for (const [range, start, end] of [
      ['bytes=0-9', 0, 10],
      ['bytes=65530-65545', 65_530, 65_546],
      ['bytes=131072-', 131_072, size],
      ['bytes=-5', size - 5, size],
      [`bytes=100-${size * 2}`, 100, size],
    ] as const) {
      const answer = await ask(range)
      expect(answer.status).toBe(206)
      expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${size}`)
      expect(answer.headers.get('content-length')).toBe(String(end - start))
      expect(await answer.text()).toBe(long.slice(start, end))
    }
    const beyond = await ask(`bytes=${size}-`)
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`])
    expect((await ask('bytes=0-1,4-5')).status).toBe(200)
    const etag = (await ask('bytes=0-0')).headers.get('etag') ?? ''
    expect((await ask('bytes=0-1', { 'If-Range': etag })).status).toBe(206)
    expect((await ask('bytes=0-1', { 'If-Range': '"other"' })).status).toBe(200)
    expect((await ask('bytes=0-1', { 'If-None-Match': etag })).status).toBe(304)
  })

  test('never sends a damaged file as if it were whole', async ({ ws, server }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'long.png', long)
    const stored = storedFiles(server).find((name) => name.includes(file.id)) ?? ''
    const bytes = readFileSync(stored)
    const damage = (at: number) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(stored, damaged)
      return call(alice, `/api/v4/files/${file.id}`)
    }
    const corrupt = [500, 'api.encryption.object_corrupt.app_error']
    expect(await refused(damage(0))).toEqual(corrupt)
    expect(await refused(damage(bytes.length - 1))).toEqual(corrupt)
    // Found only after the first frame went out: the connection breaks off.
    const half = await damage(70_000)
    expect(half.status).toBe(200)
    await expect(half.text()).rejects.toThrow()
    // Found in the first frame of several.
    const first = await damage(100)
    expect([first.status, first.headers.get('cache-control')]).toEqual([500, null])
  })

  test('answers HEAD without the content', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(
      alice,
      townSquare.id,
      'p.png',
      await picture(200, 100).png().toBuffer(),
    )
    for (const suffix of ['', '/thumbnail', '/preview']) {
      const url = `/api/v4/files/${file.id}${suffix}`
      const head = await call(alice, url, { method: 'HEAD' })
      const body = await (await call(alice, url)).bytes()
      expect(head.status).toBe(200)
      expect(head.headers.get('content-length')).toBe(String(body.length))
      expect(await head.text()).toBe('')
    }
  })

  test('MC-FILE-09 shows media in place; what could run is only saved', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const served = async (name: string, query = '') => {
      const file = await uploadOne(alice, townSquare.id, name, '<svg onload="alert(1)">')
      const { headers } = await call(alice, `/api/v4/files/${file.id}${query}`)
      return [headers.get('content-disposition')?.split(';')[0], headers.get('content-type')]
    }
    expect(await served('a.png')).toEqual(['inline', 'image/png'])
    expect(await served('a.mp4')).toEqual(['inline', 'video/mp4'])
    expect(await served('a.mp3')).toEqual(['inline', 'audio/mpeg'])
    expect(await served('a.png', '?download=1')).toEqual(['attachment', 'image/png'])
    expect(await served('a.svg')).toEqual(['attachment', 'image/svg+xml'])
    for (const name of ['a.html', 'a.HTM', 'a.xhtml', 'a.js', 'a.mjs', 'a.xml']) {
      expect(await served(name)).toEqual(['attachment', 'text/plain'])
    }
    expect(await served('a.exe')).toEqual(['attachment', 'application/octet-stream'])
    expect(await served('constructor')).toEqual(['attachment', 'application/octet-stream'])
    expect(await served('a.__proto__')).toEqual(['attachment', 'application/octet-stream'])
  })

  test('sends an empty file', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'empty.txt', '')
    const answer = await call(alice, `/api/v4/files/${file.id}`)
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  test('an upload is its uploader’s until it is posted, then the channel’s', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const file = await uploadOne(
      alice,
      townSquare.id,
      'p.png',
      await picture(20, 10).png().toBuffer(),
    )
    const paths = ['', '/thumbnail', '/preview', '/info'].map(
      (end) => `/api/v4/files/${file.id}${end}`,
    )
    for (const url of paths) {
      expect((await call(alice, url)).status).toBe(200)
      expect(await refused(call(bob, url))).toEqual(missing)
    }

    await postWith(alice, townSquare.id, [file.id])

    for (const url of paths) {
      expect((await call(bob, url)).status).toBe(200)
      expect(await refused(call(eve, url))).toEqual(missing)
      expect(await refused(call(eve, url.replace(file.id, nowhere(file.id))))).toEqual(missing)
      expect((await fetch(`${bob.url}${url}`)).status).toBe(401)
    }
    expect((await call(alice, '/api/v4/files/..%2Fx')).status).toBe(400)
    // The uploader keeps it, also after leaving.
    await alice.client.removeFromTeam(townSquare.team_id, alice.id)
    expect((await call(alice, paths[0] ?? '')).status).toBe(200)
  })
})

describe('pictures', () => {
  test('MC-FILE-05 previews follow the camera’s rotation', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const photo = await picture(3000, 1000).withMetadata({ orientation: 6 }).jpeg().toBuffer()

    const file = await uploadOne(alice, townSquare.id, 'photo.JPG', photo)

    expect(file).toMatchObject({ width: 1000, height: 3000, has_preview_image: true })
    const mini = await sharp(Buffer.from(String(file.mini_preview), 'base64')).metadata()
    expect(mini).toMatchObject({ format: 'jpeg', width: 16, height: 16 })
    const size = async (part: string) => {
      const answer = await call(alice, `/api/v4/files/${file.id}/${part}`)
      expect(answer.headers.get('content-type')).toBe('image/jpeg')
      const { width, height } = await sharp(await answer.bytes()).metadata()
      return [width, height]
    }
    expect(await size('thumbnail')).toEqual([33, 100])
    expect(await size('preview')).toEqual([1000, 3000])
  })

  test('wide ones are scaled down, transparent ones stay so', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const clear = {
      create: { width: 4000, height: 1000, channels: 4, background: '#ff000080' },
    } as const
    const file = await uploadOne(alice, townSquare.id, 'c.png', await sharp(clear).png().toBuffer())
    expect(file).toMatchObject({ width: 4000, height: 1000 })
    const answer = await call(alice, `/api/v4/files/${file.id}/preview`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(await sharp(await answer.bytes()).metadata()).toMatchObject({
      width: 1920,
      height: 480,
      hasAlpha: true,
    })
  })

  test('a GIF moves and so has no preview; SVG has a size; neither is rendered', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const gif = await uploadOne(
      alice,
      townSquare.id,
      'g.gif',
      await picture(40, 30).gif().toBuffer(),
    )
    const svg = await uploadOne(alice, townSquare.id, 's.svg', '<svg viewBox="0 0 64 32"/>')
    // Named like a picture, and something else.
    const fake = await uploadOne(alice, townSquare.id, 'f.png', '<svg width="9" height="9"/>')
    const broken = await uploadOne(
      alice,
      townSquare.id,
      'b.jpg',
      Buffer.from('ffd8ffe000104a46', 'hex'),
    )
    expect(gif).toMatchObject({ width: 40, height: 30, mini_preview: null })
    expect(svg).toMatchObject({ width: 64, height: 32, mini_preview: null })
    for (const file of [gif, svg, fake, broken]) {
      expect(file).not.toHaveProperty('has_preview_image')
      expect(await refused(call(alice, `/api/v4/files/${file.id}/preview`))).toEqual([
        400,
        'api.file.get_file_preview.no_preview.app_error',
      ])
      expect(await refused(call(alice, `/api/v4/files/${file.id}/thumbnail`))).toEqual([
        400,
        'api.file.get_file_thumbnail.no_thumbnail.app_error',
      ])
    }
    expect(fake).not.toHaveProperty('width')
    expect(broken).not.toHaveProperty('width')
  })

  test('MC-FILE-08 a picture with too many pixels is refused before it is decoded', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const huge = await picture(7900, 7800).png({ compressionLevel: 9 }).toBuffer()
    expect(await refusal(uploadOne(alice, townSquare.id, 'huge.png', huge))).toEqual({
      status: 400,
      id: 'api.file.upload_file.large_image_detailed.app_error',
    })
  })
})

describe('files of posts', () => {
  test('a post carries its files over HTTP and in the event', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const [text, image] = await Promise.all([
      uploadOne(alice, townSquare.id, 'a.txt', 'a'),
      uploadOne(alice, townSquare.id, 'b.png', await picture(8, 8).png().toBuffer()),
    ])
    using hears = await bob.socket()

    const post = await alice.post(townSquare.id, '', { file_ids: [image.id, text.id] })

    const files = [image, text].map((file) => ({
      ...file,
      post_id: post.id,
      update_at: expect.any(Number),
    }))
    expect(post).toMatchObject({ message: '', file_ids: [image.id, text.id], metadata: { files } })
    const { data } = await hears.until('posted')
    expect(JSON.parse(String(data.post))).toEqual(post)
    expect(data).toMatchObject({ otherFile: 'true', image: 'true' })
    const list = await bob.client.getPosts(townSquare.id)
    expect(list.posts[post.id]?.metadata.files).toEqual(files)
    expect(await bob.client.getFileInfosForPost(post.id)).toEqual(files)
    expect(await bob.request('GET', `/api/v4/files/${text.id}/info`)).toMatchObject({
      status: 200,
      body: files[1],
    })
  })

  test('a new post without files asks for none', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    expect((await alice.post(townSquare.id, 'plain')).metadata).toEqual({})
  })

  test('MC-FILE-07 only own, unattached files of the channel are attached', async ({ ws }) => {
    const { townSquare, team, alice, bob } = await ws.trio()
    const other = await alice.client.createChannel({
      team_id: team.id,
      name: `side-${townSquare.id.slice(0, 8)}`,
      display_name: 'Side',
      type: 'O',
    } as Channel)
    const own = await uploadOne(alice, townSquare.id, 'own.txt', 'own')
    const bobs = await uploadOne(bob, townSquare.id, 'bobs.txt', 'bobs')
    const elsewhere = await uploadOne(alice, other.id, 'else.txt', 'else')
    const wanted = [bobs.id, elsewhere.id, own.id, nowhere(own.id), own.id]

    const post = await postWith(alice, townSquare.id, wanted)

    expect(post.file_ids).toEqual([own.id])
    expect((await bob.client.getFileInfosForPost(post.id)).map(({ id }) => id)).toEqual([own.id])
    expect((await postWith(alice, townSquare.id, [own.id])).file_ids).toEqual([])
    expect((await postWith(bob, townSquare.id, [bobs.id])).file_ids).toEqual([bobs.id])
    expect(await refusal(alice.post(townSquare.id, '', { file_ids: [own.id] }))).toEqual({
      status: 400,
      id: 'model.post.is_valid.message_or_files.app_error',
    })
  })

  test('two posts that want the same file at once: one gets it; sent twice: one post', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'a')
    const posts = await Promise.all([1, 2, 3].map(() => postWith(alice, townSquare.id, [file.id])))
    expect(posts.flatMap((post) => post.file_ids)).toEqual([file.id])

    const again = await uploadOne(alice, townSquare.id, 'b.txt', 'b')
    const pending = { pending_post_id: `${alice.id}:7`, file_ids: [again.id] }
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map(() => alice.post(townSquare.id, '', pending)),
    )
    expect(one).toMatchObject({ file_ids: [again.id], metadata: { files: [{ id: again.id }] } })
    for (const other of others) expect(other).toEqual(one)
  })

  test('MC-FILE-10 deleting a post deletes its files and those of its replies', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'a')
    const replyFile = await uploadOne(bob, townSquare.id, 'b.txt', 'b')
    const root = await postWith(alice, townSquare.id, [file.id])
    const reply = await postWith(bob, townSquare.id, [replyFile.id], { root_id: root.id })
    const stats = () => alice.client.getChannelStats(townSquare.id, true)
    expect(await stats()).toMatchObject({ files_count: 2 })

    await alice.client.deletePost(root.id)

    for (const id of [file.id, replyFile.id]) {
      expect(await refused(call(alice, `/api/v4/files/${id}`))).toEqual(missing)
      expect(await refused(call(alice, `/api/v4/files/${id}/info`))).toEqual(missing)
    }
    expect(await refusal(bob.client.getFileInfosForPost(reply.id))).toMatchObject({ status: 404 })
    expect(await stats()).toMatchObject({ files_count: 0 })
  })

  test('editing takes files off and adds new ones; versions keep what they had', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const [first, second, third] = await Promise.all(
      ['1.txt', '2.txt', '3.txt'].map((name) => uploadOne(alice, townSquare.id, name, name)),
    )
    const ids = (files: (FileInfo | undefined)[]) => files.map((file) => String(file?.id))
    const post = await postWith(alice, townSquare.id, ids([first, second]))
    using hears = await bob.socket()

    const edited = await alice.client.patchPost({
      id: post.id,
      file_ids: ids([third, second]),
    } as Post)

    expect(edited.file_ids).toEqual(ids([third, second]))
    expect(ids(edited.metadata.files)).toEqual(ids([third, second]))
    expect(edited.edit_at).toBeGreaterThan(0)
    const frame = await hears.until('post_edited')
    expect(JSON.parse(String(frame.data.post))).toEqual(edited)
    expect(await refused(call(bob, `/api/v4/files/${first?.id}`))).toEqual(missing)
    const [version] = (await alice.client.getPostEditHistory(post.id)) as unknown as Post[]
    expect(ids(version?.metadata.files ?? [])).toEqual(ids([first, second]))

    const all = await ws.admin.request(
      'GET',
      `/api/v4/posts/${post.id}/files/info?include_deleted=true`,
    )
    expect(all.status).toBe(200)
    const asBob = bob.request('GET', `/api/v4/posts/${post.id}/files/info?include_deleted=true`)
    expect((await asBob).status).toBe(403)
  })

  test('GET posts/:post_id/files/info is for readers, and answers 304 when nothing changed', async ({
    ws,
  }) => {
    const { townSquare, alice, eve } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'a')
    const post = await postWith(alice, townSquare.id, [file.id])
    const url = `/api/v4/posts/${post.id}/files/info`
    const etag = (await call(alice, url)).headers.get('etag') ?? ''
    const again = await call(alice, url, { headers: { 'If-None-Match': etag } })
    expect(again.status).toBe(304)
    const unknown = await refused(call(eve, url.replace(post.id, nowhere(post.id))))
    expect(await refused(call(eve, url))).toEqual(unknown)
    expect(unknown).toEqual([404, 'app.post.get.app_error'])
  })
})
