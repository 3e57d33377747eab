import type { CustomEmoji } from '@mattermost/types/emojis'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { call, nowhere, refused, storedFiles } from '@redoubt/testkit/uploads.ts'
import sharp from 'sharp'
import { describe, expect } from 'vitest'

const forbidden = { status: 403, id: 'api.context.permissions.app_error' }
const unknown = { status: 404, id: 'app.emoji.get.no_result' }

function picture(width: number, height: number, background = '#a03050') {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** Three images of different colour. */
async function animation(width: number, height: number): Promise<Buffer> {
  const images = ['#ff0000', '#00ff00', '#0000ff'].map((colour) =>
    picture(width, height, colour).png().toBuffer(),
  )
  return sharp(await Promise.all(images), { join: { animated: true } })
    .gif({ delay: [100, 200, 300], loop: 0 })
    .toBuffer()
}

function toFile(bytes: Buffer): File {
  return new File([Uint8Array.from(bytes)], 'emoji')
}

/** An emoji's name that nothing else in the run has. */
const newName = (prefix = 'blob') => unique(prefix).replaceAll('-', '_')

async function add(member: Member, name = newName(), bytes?: Buffer): Promise<CustomEmoji> {
  const image = toFile(bytes ?? (await picture(64, 64).png().toBuffer()))
  // The client's type wants a whole emoji; the server needs these.
  const emoji = { creator_id: member.id, name } as CustomEmoji
  return member.client.createCustomEmoji(emoji, image)
}

async function imageOf(member: Member, emoji: { id: string }) {
  const answer = await call(member, `/api/v4/emoji/${emoji.id}/image`)
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}

const namesOf = (emojis: { name: string }[]) => emojis.map(({ name }) => name)

describe('adding emoji', () => {
  test('is told to everybody; who may not is refused', async ({ ws }) => {
    const { alice, eve } = await ws.trio()
    using socket = await alice.socket()
    const name = newName()

    await ws.admin.client.patchConfig({ GuestAccountsSettings: { Enable: true } })
    await ws.admin.client.demoteUserToGuest(eve.id)
    expect(await refusal(add(eve))).toEqual(forbidden)
    const made = await add(alice, name)

    expect(made).toEqual({
      id: made.id,
      creator_id: alice.id,
      name,
      create_at: made.create_at,
      update_at: made.create_at,
      delete_at: 0,
    })
    const heard = await socket.until('emoji_added')
    expect(JSON.parse(String(heard.data.emoji))).toEqual(made)
    expect(await alice.client.getCustomEmoji(made.id)).toEqual(made)
    expect(await alice.client.getCustomEmojiByName(name)).toEqual(made)
  })

  test('MC-RX-04 a GIF stays animated, in a size that fits', async ({ ws }) => {
    const alice = await ws.member('alice')
    const made = await add(ws.admin, newName(), await animation(300, 200))

    const { answer, bytes } = await imageOf(alice, made)

    expect(answer.headers.get('content-type')).toBe('image/gif')
    expect(answer.headers.get('cache-control')).toBe('max-age=2592000, private')
    const known = { 'If-None-Match': answer.headers.get('etag') ?? '' }
    const again = await call(alice, `/api/v4/emoji/${made.id}/image`, { headers: known })
    expect(again.status).toBe(304)
    expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({
      format: 'gif',
      width: 128,
      pageHeight: 85,
      pages: 3,
      delay: [100, 200, 300],
    })
  })

  test('other pictures become a PNG; small ones keep their size', async ({ ws, server }) => {
    const large = await add(ws.admin, newName(), await picture(1028, 514).jpeg().toBuffer())
    const small = await add(ws.admin, newName(), await picture(20, 10).png().toBuffer())

    const { answer, bytes } = await imageOf(ws.admin, large)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 128, height: 64 })
    const { bytes: tiny } = await imageOf(ws.admin, small)
    expect(await sharp(tiny).metadata()).toMatchObject({ width: 20, height: 10 })
    expect(storedFiles(server).filter((name) => name.includes(small.id))).toHaveLength(1)
  })

  test('what is not an emoji is refused', async ({ ws, server }) => {
    const image = await picture(64, 64).png().toBuffer()
    const own = (name: string) => JSON.stringify({ creator_id: ws.admin.id, name })
    const send = (entries: [string, string | Buffer][]) => {
      const form = new FormData()
      for (const [field, value] of entries) {
        form.append(field, typeof value === 'string' ? value : toFile(value))
      }
      return refused(call(ws.admin, '/api/v4/emoji', { method: 'POST', body: form }))
    }
    const sendImage = (bytes: Buffer) =>
      send([
        ['image', bytes],
        ['emoji', own(newName())],
      ])
    const sendName = (emoji: string) =>
      send([
        ['image', image],
        ['emoji', emoji],
      ])
    const taken = await add(ws.admin)
    const before = storedFiles(server)

    expect(await sendName(own(taken.name))).toEqual([400, 'api.emoji.create.duplicate.app_error'])
    for (const name of ['thumbsup', '+1', 'wave_medium_dark_skin_tone']) {
      expect(await sendName(own(name))).toEqual([400, 'model.emoji.system_emoji_name.app_error'])
    }
    for (const name of ['', 'no good', 'ü', 'a/b', 'x'.repeat(65)]) {
      expect(await sendName(own(name))).toEqual([400, 'model.emoji.name.app_error'])
    }
    const foreign = JSON.stringify({ creator_id: nowhere(ws.admin.id), name: newName() })
    expect(await sendName(foreign)).toEqual([403, 'api.emoji.create.other_user.app_error'])
    const badBody = [400, 'api.context.invalid_body_param.app_error']
    for (const emoji of ['', '{', 'null', '[]', '{"name":1}']) {
      expect(await sendName(emoji)).toEqual(badBody)
    }
    expect(await send([['emoji', own(newName())]])).toEqual(badBody)
    expect(await send([['image', image]])).toEqual(badBody)

    const upload = 'api.emoji.upload'
    expect(await sendImage(Buffer.from('text'))).toEqual([400, `${upload}.image.app_error`])
    const webp = await picture(9, 9).webp().toBuffer()
    expect(await sendImage(webp)).toEqual([400, `${upload}.image.app_error`])
    const tooWide = await picture(1029, 1).png().toBuffer()
    expect(await sendImage(tooWide)).toEqual([400, `${upload}.large_image.too_large.app_error`])
    const torn = image.subarray(0, 60)
    expect(await sendImage(torn)).toEqual([400, `${upload}.large_image.decode_error`])
    const tornGif = (await animation(50, 50)).subarray(0, 12)
    expect(await sendImage(tornGif)).toEqual([400, `${upload}.large_image.gif_decode_error`])
    const heavy = Buffer.alloc(512 * 1024 + 1)
    expect(await sendImage(heavy)).toEqual([413, 'api.emoji.create.too_large.app_error'])
    const json = await ws.admin.request('POST', '/api/v4/emoji', { name: 'x' })
    expect(json).toMatchObject({ status: 400, body: { id: 'api.emoji.create.parse.app_error' } })
    expect(storedFiles(server)).toEqual(before)
  })

  test('of two that want the same name at once, one gets it', async ({ ws, server }) => {
    const name = newName()
    const before = storedFiles(server).length
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => add(ws.admin, name)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(storedFiles(server)).toHaveLength(before + 1)
  })
})

describe('finding emoji', () => {
  test('by page, names, prefix and part', async ({ ws }) => {
    const alice = await ws.member('alice')
    const start = newName('find')
    const [zebra, apple, other] = [`${start}_zebra`, `${start}_apple`, `x_${start}`]
    for (const name of [zebra, apple, other]) await add(ws.admin, name)

    expect(namesOf(await alice.client.getCustomEmojis(0, 200))).toEqual(
      expect.arrayContaining([zebra, apple, other]),
    )
    const sorted = namesOf(await alice.client.getCustomEmojis(0, 200, 'name'))
    expect(sorted).toEqual(sorted.toSorted())
    expect(await alice.client.getCustomEmojis(0, 1, 'name')).toHaveLength(1)
    const asked = [apple, 'thumbsup', newName()]
    expect(namesOf(await alice.client.getCustomEmojisByNames(asked))).toEqual([apple])
    expect(await alice.client.getCustomEmojisByNames([])).toEqual([])
    const found = async (prefixOnly: boolean) => {
      const options = { prefix_only: prefixOnly } as unknown as Record<string, never>
      return namesOf(await alice.client.searchCustomEmoji(start, options))
    }
    expect(await found(false)).toEqual([apple, zebra, other])
    expect(await found(true)).toEqual([apple, zebra])
    expect(namesOf(await alice.client.autocompleteCustomEmoji(`${start}_`))).toEqual([apple, zebra])
    expect(await alice.client.autocompleteCustomEmoji(start.replaceAll('_', '%'))).toEqual([])
  })

  test('nonsense is refused', async ({ ws }) => {
    const alice = await ws.member('alice')
    const { client } = alice
    const missing = { status: 404, id: 'app.emoji.get_by_name.no_result' }
    expect(await refusal(client.getCustomEmojiByName('thumbsup'))).toEqual(missing)
    expect(await refusal(client.getCustomEmoji(nowhere(alice.id)))).toEqual(unknown)
    const badBody = { status: 400, id: 'api.context.invalid_body_param.app_error' }
    const badUrl = { status: 400, id: 'api.context.invalid_url_param.app_error' }
    expect(await refusal(client.searchCustomEmoji(''))).toEqual(badBody)
    expect(await refusal(client.autocompleteCustomEmoji(''))).toEqual(badUrl)
    expect(await refusal(client.getCustomEmojis(0, 10, 'age'))).toEqual(badUrl)
    const tooMany = Array.from({ length: 201 }, (_, index) => `e${index}`)
    expect(await refusal(client.getCustomEmojisByNames(tooMany))).toEqual({
      status: 400,
      id: 'api.emoji.get_multiple_by_name_too_many.request_error',
    })
    expect((await imageOf(alice, { id: nowhere(alice.id) })).answer.status).toBe(404)
  })
})

describe('deleting emoji', () => {
  test('MC-RX-05 takes its reactions off all posts and frees its name', async ({ ws, server }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const emoji = await add(ws.admin)
    const [both, only] = [
      await alice.post(townSquare.id, 'both'),
      await alice.post(townSquare.id, 'only'),
    ]
    for (const post of [both, only]) await bob.client.addReaction(bob.id, post.id, emoji.name)
    await alice.client.addReaction(alice.id, both.id, 'tada')
    const since = (await alice.client.getPost(only.id)).update_at

    expect(await refusal(alice.client.deleteCustomEmoji(emoji.id))).toEqual(forbidden)
    expect(await alice.client.getReactionsForPost(only.id)).toHaveLength(1)
    expect(await ws.admin.client.deleteCustomEmoji(emoji.id)).toEqual({ status: 'OK' })

    expect(await alice.client.getReactionsForPost(only.id)).toEqual([])
    const left = await alice.client.getReactionsForPost(both.id)
    expect(left.map(({ emoji_name }) => emoji_name)).toEqual(['tada'])
    const { posts } = await alice.client.getPostsSince(townSquare.id, since)
    expect(posts[only.id]).not.toHaveProperty('has_reactions')
    expect(posts[both.id]).toHaveProperty('has_reactions', true)
    expect(posts[only.id]?.update_at).toBeGreaterThan(since)
    expect(await refusal(alice.client.getCustomEmoji(emoji.id))).toEqual(unknown)
    expect(await refusal(ws.admin.client.deleteCustomEmoji(emoji.id))).toEqual(unknown)
    expect((await imageOf(alice, emoji)).answer.status).toBe(404)
    expect(storedFiles(server).some((name) => name.includes(emoji.id))).toBe(false)
    expect((await add(ws.admin, emoji.name)).id).not.toBe(emoji.id)
  })
})

test('without custom emoji the endpoints answer 501, and adding one 403', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_ENABLECUSTOMEMOJI: 'false' })
  const { admin } = await TestWorkspace.open(server.address)
  const disabled = { status: 501, id: 'api.emoji.disabled.app_error' }
  const { client } = admin
  const asked = [
    () => client.getCustomEmojis(),
    () => client.getCustomEmoji(nowhere(admin.id)),
    () => client.getCustomEmojiByName('x'),
    () => client.getCustomEmojisByNames(['x']),
    () => client.searchCustomEmoji('x'),
    () => client.autocompleteCustomEmoji('x'),
  ]
  for (const ask of asked) expect(await refusal(ask())).toEqual(disabled)
  expect(await refusal(add(admin))).toEqual({ ...disabled, status: 403 })
  expect((await imageOf(admin, { id: nowhere(admin.id) })).answer.status).toBe(501)
})
