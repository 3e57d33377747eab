import type { ChannelBookmarkCreate } from '@mattermost/types/channel_bookmarks'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { nowhere, postWith, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }
const noChannel = { status: 404, id: 'app.channel.get.existing.app_error' }
const noBookmark = { status: 404, id: 'app.channel.bookmark.get.app_error' }
const model = 'model.channel_bookmark.is_valid'

function link(display_name: string, rest = {}): ChannelBookmarkCreate {
  return { type: 'link', display_name, link_url: 'https://example.org/x', ...rest }
}

function make(who: Member, channelId: string, bookmark: object, connectionId = '') {
  return who.client.createChannelBookmark(channelId, bookmark as never, connectionId)
}

describe('bookmarks', () => {
  test('MC-CH-10 are made, listed, changed, sorted and deleted; the 51st is refused', async ({
    ws,
  }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    using hears = await bob.socket()
    const one = await make(alice, townSquare.id, link('one', { emoji: ':tada:' }))
    expect(one).toMatchObject({
      channel_id: townSquare.id,
      owner_id: alice.id,
      display_name: 'one',
      link_url: 'https://example.org/x',
      emoji: 'tada',
      sort_order: 0,
      delete_at: 0,
      type: 'link',
      file_id: '',
    })
    const created = await hears.until('channel_bookmark_created')
    expect(JSON.parse(String(created.data.bookmark))).toEqual(one)
    const two = await make(alice, townSquare.id, link('two'))
    const three = await make(bob, townSquare.id, link('three'))
    const list = async (since?: number) =>
      (await bob.client.getChannelBookmarks(townSquare.id, since)).map(({ id }) => id)
    expect(await list()).toEqual([one.id, two.id, three.id])
    expect(await refusal(eve.client.getChannelBookmarks(townSquare.id))).toEqual(noChannel)
    expect(await refusal(make(eve, townSquare.id, link('no')))).toEqual(noChannel)

    const update = (who: Member, id: string, patch: object) =>
      who.client.updateChannelBookmark(townSquare.id, id, patch, '')
    const own = await update(alice, one.id, { display_name: 'first' })
    expect(own).toMatchObject({ updated: { id: one.id, display_name: 'first', emoji: 'tada' } })
    expect(own.deleted).toBeUndefined()
    // Somebody else's is replaced, so that it stays clear who said what.
    const foreign = await update(bob, two.id, { display_name: 'second' })
    expect(foreign.deleted).toMatchObject({ id: two.id, display_name: 'two', owner_id: alice.id })
    expect(foreign.deleted.delete_at).toBeGreaterThan(0)
    expect(foreign.updated).toMatchObject({
      display_name: 'second',
      owner_id: bob.id,
      original_id: two.id,
      sort_order: 1,
    })
    const told = await hears.until('channel_bookmark_updated', ({ data }) =>
      String(data.bookmarks).includes('second'),
    )
    expect(JSON.parse(String(told.data.bookmarks))).toEqual(foreign)
    expect(await refusal(update(bob, two.id, { display_name: 'gone' }))).toEqual(noBookmark)

    const sort = (id: string, place: number) =>
      alice.client.updateChannelBookmarkSortOrder(townSquare.id, id, place, '')
    const sorted = await sort(three.id, 0)
    expect(sorted.map(({ id }) => id)).toEqual([three.id, one.id, foreign.updated.id])
    expect(sorted.map(({ sort_order }) => sort_order)).toEqual([0, 1, 2])
    const moved = await hears.until('channel_bookmark_sorted')
    expect(JSON.parse(String(moved.data.bookmarks))).toEqual(sorted)
    for (const place of [-1, 3]) {
      expect(await refusal(sort(three.id, place))).toEqual({
        status: 400,
        id: 'app.channel.bookmark.update_sort.invalid_input.app_error',
      })
    }
    expect(await refusal(sort(two.id, 0))).toEqual(noBookmark)

    const gone = await alice.client.deleteChannelBookmark(townSquare.id, three.id, '')
    expect(gone).toMatchObject({ id: three.id })
    const deleted = await hears.until('channel_bookmark_deleted')
    expect(JSON.parse(String(deleted.data.bookmark))).toEqual(gone)
    expect(await list()).toEqual([one.id, foreign.updated.id])
    expect(await list(gone.delete_at)).toContain(three.id)

    for (let n = 2; n < 50; n++) await make(alice, townSquare.id, link(`b${n}`))
    expect(await refusal(make(alice, townSquare.id, link('51')))).toEqual({
      status: 400,
      id: 'app.channel.bookmark.save.app_error',
    })
  })

  test('are told to the channel, not to the connection whose act it was', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    using acts = await alice.socket()
    using hears = await alice.socket()
    const hello = acts.heard.find(({ event }) => event === 'hello')
    await make(alice, townSquare.id, link('quiet'), String(hello?.data.connection_id))
    await hears.until('channel_bookmark_created')
    await alice.post(townSquare.id, 'later')
    await acts.until('posted')
    expect(acts.names).not.toContain('channel_bookmark_created')
  })

  test.for([
    [link(''), `${model}.display_name.app_error`],
    [link('x'.repeat(65)), `${model}.display_name.app_error`],
    [
      link('x', { link_url: 'javascript:alert(1)' }),
      `${model}.link_url.missing_or_invalid.app_error`,
    ],
    [link('x', { link_url: '' }), `${model}.link_url.missing_or_invalid.app_error`],
    [link('x', { image_url: 'data:,' }), `${model}.image_url.app_error`],
    [link('x', { file_id: 'y'.repeat(26) }), `${model}.link_file.app_error`],
    [link('x', { type: 'board' }), `${model}.type.app_error`],
    [{ type: 'file', display_name: 'x' }, `${model}.file_id.missing_or_invalid.app_error`],
  ] as const)('are refused where they are not valid: %j', async ([bookmark, id], { ws }) => {
    const { townSquare } = await ws.team()
    expect(await refusal(make(ws.admin, townSquare.id, bookmark))).toEqual({ status: 400, id })
  })

  test('of files are seen by who reads the channel, and taken once', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'rules.txt', 'be kind')
    const wanted = { type: 'file', display_name: 'Rules', file_id: file.id }
    const fileRefusal = { status: 400, id: `${model}.file_id.missing_or_invalid.app_error` }
    expect(await refusal(make(bob, townSquare.id, wanted))).toEqual(fileRefusal)
    const made = await make(alice, townSquare.id, wanted)
    expect(made).toMatchObject({ file_id: file.id, file: { id: file.id, name: 'rules.txt' } })
    expect(made.file).not.toHaveProperty('post_id')
    expect(await refusal(make(alice, townSquare.id, wanted))).toEqual(fileRefusal)
    expect((await bob.request('GET', `/api/v4/files/${file.id}`)).status).toBe(200)
    expect((await eve.request('GET', `/api/v4/files/${file.id}`)).status).toBe(404)
    const posted = await uploadOne(bob, townSquare.id, 'posted.txt', 'x')
    await postWith(bob, townSquare.id, [posted.id])
    expect(await refusal(make(bob, townSquare.id, { ...wanted, file_id: posted.id }))).toEqual(
      fileRefusal,
    )
    // The file goes with the bookmark, also when that has become somebody else's.
    const { updated } = await bob.client.updateChannelBookmark(
      townSquare.id,
      made.id,
      { display_name: 'The rules' },
      '',
    )
    expect(updated.file?.id).toBe(file.id)
    const own = await uploadOne(bob, townSquare.id, 'better.txt', 'be kinder')
    const patch = { file_id: own.id }
    const changed = await bob.client.updateChannelBookmark(townSquare.id, updated.id, patch, '')
    expect(changed.updated.file?.name).toBe('better.txt')
    expect((await bob.request('GET', `/api/v4/files/${file.id}`)).status).toBe(404)
    await alice.client.deleteChannelBookmark(townSquare.id, updated.id, '')
    expect((await bob.request('GET', `/api/v4/files/${own.id}`)).status).toBe(404)
  })

  test('need the permission of the channel, and none in an archived one', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: `marks-${team.name}`.slice(0, 60),
      display_name: 'Marks',
      type: 'P',
    } as never)
    expect(await refusal(make(bob, channel.id, link('no')))).toEqual(noChannel)
    await alice.client.addToChannel(bob.id, channel.id)
    const mark = await make(bob, channel.id, link('yes'))
    const patch = [{ name: 'manage_bookmarks', roles: { members: false } }]
    await ws.admin.client.patchChannelModerations(channel.id, patch as never)
    expect(await refusal(make(bob, channel.id, link('no')))).toEqual(denied)
    const order = bob.client.updateChannelBookmarkSortOrder(channel.id, mark.id, 0, '')
    expect(await refusal(order)).toEqual(denied)
    expect(await refusal(bob.client.deleteChannelBookmark(channel.id, mark.id, ''))).toEqual(denied)
    expect((await make(alice, channel.id, link('as admin'))).sort_order).toBe(1)
    await alice.client.deleteChannel(channel.id)
    const id = 'api.channel.bookmark.create_channel_bookmark.deleted_channel.forbidden.app_error'
    expect(await refusal(make(alice, channel.id, link('late')))).toEqual({ status: 403, id })
    expect(await alice.client.getChannelBookmarks(channel.id)).toHaveLength(2)

    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect((await make(bob, direct.id, link('ours'))).owner_id).toBe(bob.id)
    expect(await refusal(make(ws.admin, nowhere(direct.id), link('x')))).toMatchObject({
      status: 404,
    })
  })
})
