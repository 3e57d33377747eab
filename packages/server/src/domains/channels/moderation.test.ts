import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }

function switchOf(name: string, members: boolean) {
  return [{ name, roles: { members } }]
}

describe('moderation of a channel', () => {
  test('MC-CH-07 takes posting from its members, and gives it back', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const { client } = ws.admin
    const before = await client.getChannelModerations(townSquare.id)
    expect(before.map(({ name }) => name)).toEqual([
      'create_post',
      'create_reactions',
      'manage_members',
      'use_channel_mentions',
      'manage_bookmarks',
    ])
    const on = { value: true, enabled: true }
    expect(before[0]?.roles).toEqual({ members: on, guests: on })
    expect(before[2]?.roles).toEqual({ members: on, guests: null })
    const post = await bob.post(townSquare.id, 'before')

    using hears = await alice.socket()
    const after = await client.patchChannelModerations(
      townSquare.id,
      switchOf('create_post', false) as never,
    )
    expect(after[0]?.roles.members).toEqual({ value: false, enabled: true })
    expect(after.slice(1)).toEqual(before.slice(1))
    await hears.until('channel_scheme_updated')
    const told = await hears.until('channel_updated')
    const { scheme_id } = JSON.parse(String(told.data.channel)) as { scheme_id: string }
    expect(scheme_id).toHaveLength(26)
    expect(await refusal(alice.post(townSquare.id, 'after'))).toEqual(denied)
    // What isn't switched off stays; whoever runs the channel or the system still may.
    await alice.client.addReaction(alice.id, post.id, 'tada')
    expect((await ws.admin.post(townSquare.id, 'admin')).message).toBe('admin')
    const [role] = await alice.client.getRolesByNames(
      (await alice.client.getMyChannelMember(townSquare.id)).roles.split(' '),
    )
    expect(role?.permissions).not.toContain('create_post')
    expect(role?.permissions).toContain('add_reaction')

    const second = await client.patchChannelModerations(
      townSquare.id,
      switchOf('create_reactions', false) as never,
    )
    expect(second[0]?.roles.members.value).toBe(false)
    expect(await refusal(alice.client.addReaction(alice.id, post.id, 'smile'))).toEqual(denied)
    expect((await client.getChannel(townSquare.id)).scheme_id).toBe(scheme_id)

    const restored = await client.patchChannelModerations(townSquare.id, [
      ...switchOf('create_post', true),
      ...switchOf('create_reactions', true),
    ] as never)
    expect(restored).toEqual(before)
    expect((await client.getChannel(townSquare.id)).scheme_id).toBeNull()
    expect((await alice.post(townSquare.id, 'after')).message).toBe('after')
  })

  test('is for those who administer channels, and only for channels of teams', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const { client } = ws.admin
    expect(await refusal(alice.client.getChannelModerations(townSquare.id))).toEqual(denied)
    const patch = switchOf('create_post', false) as never
    expect(await refusal(alice.client.patchChannelModerations(townSquare.id, patch))).toEqual(
      denied,
    )
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    for (const id of [direct.id, nowhere(direct.id)]) {
      expect(await refusal(client.getChannelModerations(id))).toMatchObject({ status: 404 })
    }
    const unknown = switchOf('run_wild', true) as never
    expect((await refusal(client.patchChannelModerations(townSquare.id, unknown))).status).toBe(400)
  })

  test('cannot give what the team does not', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const { client } = ws.admin
    const scheme = await client.createScheme({ display_name: 'Calm', scope: 'team' } as never)
    await client.updateTeamScheme(team.id, scheme.id)
    const [role] = await client.getRolesByNames([scheme.default_channel_user_role])
    if (!role) throw new Error('no role')
    const permissions = role.permissions.filter((name) => name !== 'use_channel_mentions')
    await client.patchRole(role.id, { permissions })
    const shown = await client.getChannelModerations(townSquare.id)
    const mentions = shown.find(({ name }) => name === 'use_channel_mentions')
    expect(mentions?.roles.members).toEqual({ value: false, enabled: false })
    const call = client.patchChannelModerations(
      townSquare.id,
      switchOf('use_channel_mentions', true) as never,
    )
    expect(await refusal(call)).toEqual({
      status: 403,
      id: 'api.channel.patch_channel_moderations_for_channel.restricted_permission.app_error',
    })
    // What the team takes away later is gone in moderated channels as well.
    await client.patchChannelModerations(
      townSquare.id,
      switchOf('manage_bookmarks', false) as never,
    )
    expect((await alice.post(townSquare.id, 'may')).message).toBe('may')
    await client.patchRole(role.id, {
      permissions: permissions.filter((name) => name !== 'create_post'),
    })
    expect(await refusal(alice.post(townSquare.id, 'may not'))).toEqual(denied)
  })
})
