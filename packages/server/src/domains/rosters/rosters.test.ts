import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

describe('POST /api/v4/users/group_channels', () => {
  test('tells who else is in the group channels that one is in', async ({ ws }) => {
    const { townSquare, alice, bob, eve } = await ws.trio()
    const carol = await ws.member('carol')
    const group = await alice.client.createGroupChannel([alice.id, bob.id, carol.id])
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const foreign = await eve.client.createGroupChannel([eve.id, bob.id, carol.id])
    const asked = [group.id, direct.id, foreign.id, townSquare.id, nowhere(group.id)]

    const found = await alice.client.getProfilesInGroupChannels(asked)

    expect(Object.keys(found)).toEqual([group.id])
    const people = found[group.id] as unknown as { id: string; username: string }[]
    expect(people.map(({ id }) => id).sort()).toEqual([bob.id, carol.id].sort())
    expect(people[0]).not.toHaveProperty('notify_props')
    expect(Object.keys(await bob.client.getProfilesInGroupChannels(asked)).sort()).toEqual(
      [group.id, foreign.id].sort(),
    )
    expect(await eve.client.getProfilesInGroupChannels([group.id])).toEqual({})
    expect((await refusal(alice.client.getProfilesInGroupChannels([]))).status).toBe(400)
    expect((await refusal(alice.client.getProfilesInGroupChannels(['x']))).status).toBe(400)
  })
})

describe('GET /api/v4/channels/:channel_id/timezones', () => {
  test('lists where the members live, each place once', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const carol = await ws.member('carol', team)
    const live = (automaticTimezone: string, manualTimezone: string, isAutomatic: boolean) => ({
      timezone: {
        automaticTimezone,
        manualTimezone,
        useAutomaticTimezone: String(isAutomatic),
      },
    })
    await alice.client.patchMe(live('Europe/Berlin', 'Asia/Tokyo', true))
    await bob.client.patchMe(live('Europe/Berlin', 'America/Lima', false))
    await carol.client.patchMe(live('Europe/Berlin', '', true))

    expect(await alice.client.getChannelTimezones(townSquare.id)).toEqual([
      'America/Lima',
      'Europe/Berlin',
    ])
    expect(await refusal(eve.client.getChannelTimezones(townSquare.id))).toEqual({
      status: 404,
      id: 'app.channel.get.existing.app_error',
    })
  })
})
