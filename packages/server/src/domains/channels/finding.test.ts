import type { Channel } from '@mattermost/types/channels'
import type { Team } from '@mattermost/types/teams'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

function makeChannel(member: Member, team: Team, type: 'O' | 'P' = 'O', rest = {}) {
  const name = unique('find')
  const wanted = { team_id: team.id, name, display_name: name, type, ...rest }
  return member.client.createChannel(wanted as never)
}

const idsOf = (channels: Channel[]) => channels.map(({ id }) => id)

describe('the header of a channel', () => {
  test('names public channels, which those are told of who may read them', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const open = await makeChannel(alice, team)
    const closed = await makeChannel(alice, team, 'P')
    const header = `see ~${open.name}, ~${closed.name} and ~nothing`
    const channel = await makeChannel(alice, team, 'O', { header })
    const props = { channel_mentions: { [open.name]: { display_name: open.display_name } } }
    expect(channel.props).toEqual(props)
    expect((await bob.client.getChannel(channel.id)).props).toEqual(props)
    expect((await bob.client.getChannelByName(team.id, channel.name)).props).toEqual(props)
    const mine = await alice.client.getMyChannels(team.id)
    expect(mine.find(({ id }) => id === channel.id)?.props).toEqual(props)
    expect(mine.find(({ id }) => id === open.id)?.props).toBeNull()
  })
})

describe('where one may search', () => {
  test('are channels of the team, archived ones too, and conversations by who is in them', async ({
    ws,
  }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const find = async (who: Member, term: string) =>
      (await who.client.autocompleteChannelsForSearch(team.id, term)) as Channel[]
    const archived = await makeChannel(alice, team)
    await alice.client.deleteChannel(archived.id)
    expect(idsOf(await find(bob, archived.name))).toEqual([archived.id])
    expect(await alice.client.autocompleteChannels(team.id, archived.name)).toEqual([])

    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const own = await alice.client.createDirectChannel([alice.id, alice.id])
    const group = await bob.client.createGroupChannel([alice.id, eve.id])
    // A direct channel is called as the other is: that is what stands in the search.
    expect(await find(alice, bob.username)).toEqual([
      expect.objectContaining({ id: group.id }),
      expect.objectContaining({ id: direct.id, display_name: bob.username }),
    ])
    expect(idsOf(await find(alice, alice.username))).toEqual([own.id, group.id])
    expect(await find(bob, eve.username)).toMatchObject([{ id: group.id }])
    expect(idsOf(await find(alice, unique('nobody')))).toEqual([])
  })

  test('guests find their own channels, and no others', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const workspace = await server.registry.ensureDefault()
    await workspace.config.save({ 'GuestAccountsSettings.Enable': true }, '')
    const { team, townSquare, alice } = await ws.trio()
    const own = await makeChannel(alice, team)
    const guest = await ws.member('guest')
    await ws.admin.client.demoteUserToGuest(guest.id)
    await ws.admin.client.addToTeam(team.id, guest.id)
    const before = await alice.client.getChannel(own.id)
    await alice.client.addToChannel(guest.id, own.id)
    expect(idsOf(await guest.client.searchChannels(team.id, 'find'))).toEqual([own.id])
    expect(await guest.client.searchChannels(team.id, townSquare.name)).toEqual([])
    expect(await guest.client.getChannels(team.id).catch(({ status_code }) => status_code)).toBe(
      403,
    )

    // Clients count the coming of guests, so the server does (11.2 doesn't except them).
    const { total_msg_count } = await alice.client.getChannel(own.id)
    expect(total_msg_count).toBe(before.total_msg_count + 1)
    const { guest_count } = await alice.client.getChannelStats(own.id)
    await ws.admin.client.updateUserActive(guest.id, false)
    const after = await alice.client.getChannelStats(own.id)
    expect([guest_count, after.guest_count]).toEqual([1, 0])
  })
})

describe('an archived channel', () => {
  test('is still one of its members, and lets others in who want to read', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const channel = await makeChannel(alice, team)
    await alice.client.deleteChannel(channel.id)
    const members = await alice.client.getMyChannelMembers(team.id)
    expect(members.map(({ channel_id }) => channel_id)).toContain(channel.id)
    const stream = await alice.request('GET', '/api/v4/users/me/channel_members?page=0')
    expect(JSON.stringify(stream.body)).toContain(channel.id)

    // Clients join what they are led to; nothing is said in it any more.
    const { last_post_at } = await alice.client.getChannel(channel.id)
    expect(await bob.client.addToChannel(bob.id, channel.id)).toMatchObject({ user_id: bob.id })
    await bob.client.removeFromChannel(bob.id, channel.id)
    expect((await alice.client.getChannel(channel.id)).last_post_at).toBe(last_post_at)
    expect((await refusal(eve.client.addToChannel(eve.id, channel.id))).status).toBe(404)
  })
})
