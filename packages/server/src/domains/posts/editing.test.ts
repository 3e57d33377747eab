import type { Post } from '@mattermost/types/posts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('an edit', () => {
  test('MC-POST-04 is undone by restoring an earlier version, files and all', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'text')
    const post = await alice.post(townSquare.id, 'one', { file_ids: [file.id] })
    await alice.client.patchPost({ id: post.id, message: 'two', file_ids: [] } as Partial<Post> & {
      id: string
    })
    const [version] = await alice.client.getPostEditHistory(post.id)
    if (!version) throw new Error('no version')
    expect(version).toMatchObject({ message: 'one', file_ids: [file.id], original_id: post.id })

    await alice.client.restorePostVersion(post.id, version.id, '')

    const restored = await alice.client.getPost(post.id)
    expect(restored).toMatchObject({ message: 'one', file_ids: [file.id] })
    expect(restored.metadata.files.map(({ id }) => id)).toEqual([file.id])
    const history = await alice.client.getPostEditHistory(post.id)
    expect(history.map(({ message }) => message)).toEqual(['two', 'one'])

    const restore = (who: typeof alice, versionId: string) =>
      refusal(who.client.restorePostVersion(post.id, versionId, ''))
    expect(await restore(bob, version.id)).toEqual({
      status: 403,
      id: 'app.post.restore_post_version.not_allowed.app_error',
    })
    expect(await restore(alice, post.id)).toEqual({
      status: 400,
      id: 'app.post.restore_post_version.not_an_history_item.app_error',
    })
    const other = await alice.post(townSquare.id, 'other')
    await alice.client.patchPost({ id: other.id, message: 'changed' })
    const [foreign] = await alice.client.getPostEditHistory(other.id)
    expect(await restore(alice, foreign?.id ?? '')).toEqual({
      status: 400,
      id: 'app.post.restore_post_version.not_valid_post_history_item.app_error',
    })
    expect(await restore(alice, alice.id)).toMatchObject({ status: 404 })
  })

  test('of the whole replaces what it leaves out; of a part nothing else', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'text #tag', { props: { mine: 1 } })
    await alice.client.pinPost(post.id)
    const patched = await alice.client.patchPost({ id: post.id, props: { yours: 2 } })
    expect(patched).toMatchObject({ message: 'text #tag', is_pinned: true, edit_at: 0 })
    expect(patched.props).toEqual({ yours: 2 })
    const put = (body: object) => alice.request('PUT', `/api/v4/posts/${post.id}`, body)
    const { status, body } = await put({ id: post.id, message: 'other' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ message: 'other', is_pinned: false, props: {}, hashtags: '' })
    expect((body as Post).edit_at).toBeGreaterThan(0)
    expect(await put({ id: alice.id, message: 'x' })).toMatchObject({ status: 400 })
    expect(await put({ message: 'x' })).toMatchObject({ status: 400 })
    expect(await put({ id: post.id })).toMatchObject({ status: 400 })
  })

  test('of attachments counts as one, and keeps a version', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, '', { props: { attachments: [{ text: 'one' }] } })
    const props = { attachments: [{ text: 'two' }] }
    const edited = await alice.client.patchPost({ id: post.id, props })
    expect(edited.edit_at).toBeGreaterThan(0)
    expect(await alice.client.getPostEditHistory(post.id)).toHaveLength(1)
  })
})

test('MC-POST-05 the time limit holds for texts alone', async () => {
  let now = Date.now()
  await using server = await openTestServer(
    { MM_SERVICESETTINGS_POSTEDITTIMELIMIT: '60' },
    { clock: () => now },
  )
  const ws = await TestWorkspace.open(server.address)
  const { townSquare, alice } = await ws.trio()
  const post = await alice.post(townSquare.id, 'text')
  now += 59_000
  expect(await alice.client.patchPost({ id: post.id, message: 'in time' })).toMatchObject({
    message: 'in time',
  })
  now += 2_000
  expect(await refusal(alice.client.patchPost({ id: post.id, message: 'late' }))).toEqual({
    status: 400,
    id: 'api.post.update_post.permissions_time_limit.app_error',
  })
  const pinned = await alice.client.patchPost({ id: post.id, is_pinned: true, props: { a: 1 } })
  expect(pinned).toMatchObject({ message: 'in time', is_pinned: true })
})
