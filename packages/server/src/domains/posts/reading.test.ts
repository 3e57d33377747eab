import { Member, password, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('administrators of channels', () => {
  test('see private channels, but not what is said in them', async ({ ws }) => {
    const { team, alice, eve } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'closed',
      display_name: 'Closed',
      type: 'P',
    } as never)
    const file = await uploadOne(alice, channel.id, 'a.txt', 'secret')
    const post = await alice.post(channel.id, 'secret', { file_ids: [file.id] })
    await ws.admin.client.updateUserRoles(eve.id, 'system_user system_user_manager')
    const manager = await Member.logIn(ws.url, eve.username, password)

    expect((await manager.client.getChannel(channel.id)).name).toBe('closed')
    expect((await refusal(manager.client.getPosts(channel.id))).status).toBe(403)
    expect((await refusal(manager.client.getPinnedPosts(channel.id))).status).toBe(403)
    expect((await refusal(manager.client.getPost(post.id))).status).toBe(404)
    expect(await manager.client.getPostsByIds([post.id])).toEqual([])
    expect((await refusal(manager.client.getFileInfosForPost(post.id))).status).toBe(404)
    expect((await manager.request('GET', `/api/v4/files/${file.id}`)).status).toBe(404)

    expect(await alice.client.getPostsByIds([post.id])).toMatchObject([{ message: 'secret' }])
    expect((await ws.admin.client.getPost(post.id)).message).toBe('secret')
  })
})
