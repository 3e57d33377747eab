import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { call, nowhere, refused, storedFiles } from '@redoubt/testkit/uploads.ts'
import sharp from 'sharp'
import { describe, expect } from 'vitest'

const red = '#c02020'
const blue = '#2030c0'

function toFile(bytes: Buffer, name = 'picture.png'): File {
  return new File([Uint8Array.from(bytes)], name)
}

/** Red on the left, blue on the right. */
function halves(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: red } }).composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: blue } },
      left: width / 2,
      top: 0,
    },
  ])
}

async function colourAt(png: Buffer, left: number, top: number): Promise<string> {
  const area = { left, top, width: 1, height: 1 }
  const pixel = await sharp(png).removeAlpha().extract(area).raw().toBuffer()
  return `#${pixel.toString('hex')}`
}

async function image(member: Member, path: string, headers: Record<string, string> = {}) {
  const answer = await call(member, `/api/v4/${path}/image`, { headers })
  return { answer, png: Buffer.from(await answer.arrayBuffer()) }
}

const pictureOf = (member: Member, headers = {}) => image(member, `users/${member.id}`, headers)

describe('the default picture', () => {
  test('MC-USR-06 is the same for the same person, and no font of the machine is in it', async ({
    ws,
  }) => {
    const alice = await ws.member('alice')
    const eve = await ws.member('eve')

    const { answer, png } = await pictureOf(alice)
    const bare = await call(eve, `/api/v4/users/${alice.id}/image/default`)

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('max-age=86400, private')
    expect(bare.headers.get('cache-control')).toBe('max-age=86400, private')
    expect(Buffer.from(await bare.arrayBuffer()).equals(png)).toBe(true)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 128, height: 128 })
    expect(palette).toContain(await colourAt(png, 2, 2))
    expect(await colourAt(png, 2, 2)).toBe(palette[fnv1a(alice.id) % 26])
    // In the middle of the A's crossbar.
    expect(await colourAt(png, 64, 72)).toBe('#ffffff')
  })

  test('follows the user name, for clients that remember the old one too', async ({ ws }) => {
    const alice = await ws.member('alice')
    const before = await pictureOf(alice)
    const etag = before.answer.headers.get('etag') ?? ''
    expect((await pictureOf(alice, { 'If-None-Match': etag })).answer.status).toBe(304)

    await alice.client.patchMe({ username: `x${alice.username}` })

    const after = await pictureOf(alice, { 'If-None-Match': etag })
    expect(after.answer.status).toBe(200)
    expect(after.png.equals(before.png)).toBe(false)
  })
})

describe('a picture of somebody', () => {
  test('MC-USR-11 is cropped and turned, everybody hears of it, its etag changes', async ({
    ws,
  }) => {
    const { alice, bob } = await ws.trio()
    using others = await bob.socket()
    using own = await alice.socket()
    // Stored lying on its side, as a camera does; what is red stands at the top.
    const photo = await halves(300, 100)
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'secret place' } } })
      .toBuffer()

    const before = (await pictureOf(alice)).answer.headers.get('etag')
    await alice.client.uploadProfileImage(alice.id, toFile(photo, 'photo.jpg'))

    const { answer, png } = await pictureOf(alice)
    const { last_picture_update: time = 0 } = await alice.client.getMe()
    expect(time).toBeGreaterThan(0)
    expect(answer.headers.get('etag')).toBe(String(time))
    expect(answer.headers.get('etag')).not.toBe(before)
    expect(answer.headers.get('cache-control')).toBe('max-age=86400, private')
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 128, height: 128 })
    expect(png.includes('secret place')).toBe(false)
    const [top, bottom] = [await colourAt(png, 64, 4), await colourAt(png, 64, 124)]
    expect([top.slice(1, 2), bottom.slice(5, 6)]).toEqual(['c', 'c'])
    for (const socket of [others, own]) {
      const heard = await socket.until('user_updated')
      expect(heard.data.user).toMatchObject({ id: alice.id, last_picture_update: time })
    }
    expect((await pictureOf(alice, { 'If-None-Match': String(time) })).answer.status).toBe(304)

    const square = await halves(200, 200).png().toBuffer()
    await alice.client.uploadProfileImage(alice.id, toFile(square))
    const again = await pictureOf(alice, { 'If-None-Match': String(time) })
    expect(again.answer.status).toBe(200)
    expect(await colourAt(again.png, 4, 64)).toBe(red)
  })

  test('is set and removed by its owner and administrators, by nobody else', async ({
    ws,
    server,
  }) => {
    const { alice, bob } = await ws.trio()
    const file = toFile(await halves(64, 64).webp().toBuffer())
    const forbidden = { status: 403, id: 'api.context.permissions.app_error' }
    const stored = () => storedFiles(server).filter((name) => name.includes(alice.id))
    const { png: drawn } = await pictureOf(alice)

    expect(await refusal(bob.client.uploadProfileImage(alice.id, file))).toEqual(forbidden)
    expect(await refusal(bob.client.setDefaultProfileImage(alice.id))).toEqual(forbidden)
    expect((await pictureOf(alice)).png.equals(drawn)).toBe(true)

    await ws.admin.client.uploadProfileImage(alice.id, file)
    await alice.client.uploadProfileImage('me', file)
    expect((await pictureOf(alice)).png.equals(drawn)).toBe(false)
    const [only = '', ...others] = stored()
    expect(others).toEqual([])
    // Nothing lies on the disk in the clear.
    expect(readFileSync(only).includes('PNG')).toBe(false)

    await alice.client.setDefaultProfileImage(alice.id)
    expect((await pictureOf(alice)).png.equals(drawn)).toBe(true)
    expect((await alice.client.getMe()).last_picture_update).toBeUndefined()
    expect(stored()).toEqual([])
    await alice.client.setDefaultProfileImage(alice.id)
    const missing = await call(alice, `/api/v4/users/${nowhere(alice.id)}/image`)
    expect(missing.status).toBe(404)
  })

  test.for([
    ['went lost', (file: string) => rmSync(file)],
    ['is damaged', (file: string) => writeFileSync(file, 'x'.repeat(500))],
  ] as const)(
    'that %s is replaced by the default one, for five minutes',
    async ([, harm], { ws, server }) => {
      const alice = await ws.member('alice')
      const { png: drawn } = await pictureOf(alice)
      await alice.client.uploadProfileImage(alice.id, toFile(await halves(64, 64).png().toBuffer()))
      const [stored = ''] = storedFiles(server).filter((name) => name.includes(alice.id))
      harm(stored)

      const { answer, png } = await pictureOf(alice)

      expect(answer.status).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('max-age=300, private')
      expect(png.equals(drawn)).toBe(true)
    },
  )
})

describe('what is not a picture', () => {
  const bomb = () =>
    sharp({ create: { width: 6000, height: 6000, channels: 3, background: red } })
      .png()
      .toBuffer()

  test.for(['user', 'team'] as const)('is refused for a %s', async (kind, { ws }) => {
    const { team } = await ws.team()
    const url = kind === 'user' ? `/api/v4/users/me/image` : `/api/v4/teams/${team.id}/image`
    const id = (reason: string) =>
      kind === 'user'
        ? `api.user.upload_profile_user.${reason}.app_error`
        : `api.team.set_team_icon.${reason}.app_error`
    const send = (body: RequestInit['body'], headers = {}) =>
      refused(call(ws.admin, url, { method: 'POST', body: body ?? null, headers }))
    const form = (entries: [string, Buffer][]) => {
      const filled = new FormData()
      for (const [name, bytes] of entries) filled.append(name, toFile(bytes))
      return filled
    }
    const real = await halves(64, 64).png().toBuffer()

    const notDecodable = [400, id('decode')]
    expect(await send(form([['image', Buffer.from('no picture at all')]]))).toEqual(notDecodable)
    expect(await send(form([['image', real.subarray(0, 60)]]))).toEqual(notDecodable)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    expect(await send(form([['image', svg]]))).toEqual(notDecodable)
    expect(await send(form([['image', await bomb()]]))).toEqual([400, id('check_image_limits')])
    expect(await send(form([['picture', real]]))).toEqual([400, id('no_file')])
    expect(await send('{}', { 'Content-Type': 'application/json' })).toEqual([400, id('no_file')])
    const twice = form([
      ['image', real],
      ['image', real],
    ])
    expect(await send(twice)).toEqual([400, id('array')])
    const torn = '--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc'
    expect(await send(torn, { 'Content-Type': 'multipart/form-data; boundary=x' })).toEqual([
      400,
      'api.payload.parse.error',
    ])
    const ok = await call(ws.admin, url, { method: 'POST', body: form([['image', real]]) })
    expect(ok.status).toBe(200)
  })

  test('FileSettings.MaxFileSize holds here too', async () => {
    await using server = await openTestServer({ MM_FILESETTINGS_MAXFILESIZE: '5000' })
    const ws = await TestWorkspace.open(server.address)
    const { team } = await ws.team()
    const big = toFile(Buffer.alloc(2_000_000))
    expect(await refusal(ws.admin.client.uploadProfileImage(ws.admin.id, big))).toEqual({
      status: 413,
      id: 'api.user.upload_profile_user.too_large.app_error',
    })
    expect(await refusal(ws.admin.client.setTeamIcon(team.id, big))).toEqual({
      status: 400,
      id: 'api.team.set_team_icon.too_large.app_error',
    })
    const small = toFile(await halves(32, 32).png().toBuffer())
    expect(await ws.admin.client.uploadProfileImage(ws.admin.id, small)).toEqual({ status: 'OK' })
  })
})

describe('the picture of a team', () => {
  test('MC-TEAM-09 is set by its administrators and seen by its members', async ({ ws }) => {
    const { team, alice, eve } = await ws.trio()
    const file = toFile(await halves(400, 100).png().toBuffer())
    using socket = await alice.socket()
    const path = `teams/${team.id}`
    const url = `/api/v4/${path}/image`
    const none = [404, 'api.team.get_team_icon.read_file.app_error']
    expect(await refused(call(alice, url))).toEqual(none)
    const forbidden = { status: 403, id: 'api.context.permissions.app_error' }
    expect(await refusal(alice.client.setTeamIcon(team.id, file))).toEqual(forbidden)
    expect(await refusal(alice.client.removeTeamIcon(team.id))).toEqual(forbidden)

    await ws.admin.client.setTeamIcon(team.id, file)

    const { last_team_icon_update: time = 0 } = await alice.client.getTeam(team.id)
    expect(time).toBeGreaterThan(0)
    const heard = await socket.until('update_team')
    expect(JSON.parse(String(heard.data.team))).toMatchObject({
      id: team.id,
      last_team_icon_update: time,
    })
    const { answer, png } = await image(alice, path)
    expect(answer.headers.get('etag')).toBe(String(time))
    expect(answer.headers.get('cache-control')).toBe('max-age=86400, private')
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 128, height: 128 })
    // Cut out of the middle: the seam of the halves stays where it was.
    expect([await colourAt(png, 4, 64), await colourAt(png, 124, 64)]).toEqual([red, blue])
    const known = await image(alice, path, { 'If-None-Match': String(time) })
    expect(known.answer.status).toBe(304)
    expect((await call(eve, url)).status).toBe(404)
    await ws.admin.client.patchTeam({ id: team.id, allow_open_invite: true } as never)
    expect((await call(eve, url)).status).toBe(200)

    await ws.admin.client.removeTeamIcon(team.id)
    expect(await refused(call(alice, url))).toEqual(none)
    expect((await alice.client.getTeam(team.id)).last_team_icon_update).toBeUndefined()
  })
})

const cycle = '#1cb569 #23bce0 #7431c4 #c5087e #c51313 #fa8606 #e3cf12 #7bc947'.split(' ')
const palette = ['#c5087e', '#e3cf12', ...cycle, ...cycle, ...cycle]

function fnv1a(text: string): number {
  const prime = 0x01000193n
  const hash = [...Buffer.from(text)].reduce(
    (value, byte) => ((value ^ BigInt(byte)) * prime) & 0xffffffffn,
    0x811c9dc5n,
  )
  return Number(hash)
}
