import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const bad = (id: string) => ({ status: 400, id })

describe('what is refused says why', () => {
  test('to direct and group conversations', async ({ ws }) => {
    const { alice, bob, eve } = await ws.trio()
    using hears = await bob.socket()
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect((await hears.until('direct_added')).data).toEqual({
      creator_id: alice.id,
      teammate_id: bob.id,
    })
    // Clients send whole channels: what is as it was is no change.
    const whole = { ...direct, header: 'about this' }
    expect((await alice.client.updateChannel(whole as never)).header).toBe('about this')
    await hears.until('channel_updated')
    expect(hears.names).not.toContain('user_added')

    const patch = (rest: object) => alice.client.patchChannel(direct.id, rest as never)
    expect(await refusal(patch({ display_name: 'ours' }))).toEqual(
      bad('api.channel.patch_update_channel.update_direct_or_group_messages_not_allowed.app_error'),
    )
    expect(await refusal(patch({}))).toEqual(
      bad('api.channel.patch_update_channel.no_changes.app_error'),
    )
    expect(await refusal(alice.client.removeFromChannel(bob.id, direct.id))).toEqual(
      bad('api.channel.remove_channel_member.type.app_error'),
    )
    expect(await refusal(alice.client.addToChannel(eve.id, direct.id))).toEqual(
      bad('api.channel.add_user_to_channel.type.app_error'),
    )
    expect(await refusal(alice.client.getGroupMessageMembersCommonTeams(direct.id))).toEqual(
      bad('app.channel.get_common_teams.incorrect_channel_type'),
    )
  })

  test('to channels of teams', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const { client } = ws.admin
    expect(await refusal(client.updateChannelPrivacy(townSquare.id, 'P'))).toEqual(
      bad('api.channel.update_channel_privacy.default_channel_error'),
    )
    const name = unique('shut')
    const wanted = { team_id: team.id, name, display_name: name, type: 'P' }
    const channel = await client.createChannel(wanted as never)
    expect(await refusal(client.unarchiveChannel(channel.id))).toEqual(
      bad('api.channel.restore_channel.restored.app_error'),
    )
    await client.updateUserActive(alice.id, false)
    expect(await refusal(client.addToChannel(alice.id, channel.id))).toEqual({
      status: 403,
      id: 'app.channel.add_member.deleted_user.app_error',
    })
    await client.patchChannel(channel.id, { group_constrained: true } as never)
    expect(await refusal(client.addToChannel(bob.id, channel.id))).toEqual(
      bad('api.channel.add_members.user_denied'),
    )
    await client.patchChannel(channel.id, { group_constrained: false } as never)
    expect((await client.addToChannel(bob.id, channel.id)).user_id).toBe(bob.id)
    const view = { channel_id: 'no id' }
    expect((await bob.request('POST', '/api/v4/channels/members/me/view', view)).status).toBe(400)
  })
})
