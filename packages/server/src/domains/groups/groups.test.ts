import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }
const noGroup = { status: 404, id: 'app.group.no_rows' }

function make(who: Member, userIds: string[], rest = {}) {
  const name = unique('crew')
  return who.client.createGroupWithUserIds({
    name,
    display_name: `The ${name}`,
    source: 'custom',
    allow_reference: true,
    user_ids: userIds,
    ...rest,
  })
}

describe('custom groups', () => {
  test('are made, changed, archived and restored by those who may', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    using hears = await bob.socket()
    const group = await make(alice, [alice.id, bob.id])
    expect(group).toMatchObject({
      source: 'custom',
      remote_id: null,
      allow_reference: true,
      has_syncables: false,
      member_count: 2,
      delete_at: 0,
    })
    const told = await hears.until('received_group')
    expect(JSON.parse(String(told.data.group))).toEqual(group)
    const added = await hears.until('group_member_add')
    expect(JSON.parse(String(added.data.group_member))).toMatchObject({
      group_id: group.id,
      user_id: bob.id,
      delete_at: 0,
    })
    expect(await alice.client.getGroup(group.id, true)).toEqual(group)
    expect(await alice.client.getGroup(group.id)).not.toHaveProperty('member_count')
    expect(await refusal(alice.client.getGroup(nowhere(group.id)))).toEqual(noGroup)

    const name = unique('renamed')
    const patched = await bob.client.patchGroup(group.id, { name, display_name: 'New' } as never)
    expect(patched).toMatchObject({ name, display_name: 'New' })
    const find = async (query: object) =>
      ((await alice.client.getGroups(query as never)) as { id: string }[]).map(({ id }) => id)
    expect(await find({ q: name.slice(2) })).toEqual([group.id])
    await alice.client.archiveGroup(group.id)
    expect(await refusal(alice.client.archiveGroup(group.id))).toEqual(noGroup)
    expect(await find({ q: name })).toEqual([])
    expect(await find({ q: name, include_archived: true })).toEqual([group.id])
    expect(await find({ q: name, filter_archived: true })).toEqual([group.id])
    expect((await alice.client.restoreGroup(group.id)).delete_at).toBe(0)
    expect(await find({ q: name, group_source: 'custom' })).toEqual([group.id])
    expect(await find({ q: name, group_source: 'ldap' })).toEqual([])

    const role = await ws.admin.client.getRoleByName('system_user')
    const permissions = role.permissions.filter((each) => !each.includes('custom_group'))
    await ws.admin.client.patchRole(role.id, { permissions })
    expect(await refusal(make(alice, []))).toEqual(denied)
    expect(await refusal(alice.client.archiveGroup(group.id))).toEqual(denied)
    expect(await refusal(alice.client.addUsersToGroup(group.id, [bob.id]))).toEqual(denied)
    await ws.admin.client.patchRole(role.id, { permissions: role.permissions })
  })

  test("have a name of their own, which is nobody's and not everybody's", async ({ ws }) => {
    const { alice } = await ws.trio()
    const { name } = await make(alice, [])
    const wrong: [object, string][] = [
      [{ name }, 'app.custom_group.unique_name'],
      [{ name: alice.username }, 'app.group.username_conflict'],
      [{ name: 'channel' }, 'api.ldap_groups.existing_reserved_name_error'],
      [{ name: 'no spaces' }, 'model.group.name.invalid_chars.app_error'],
      [{ name: '' }, 'model.group.name.invalid_length.app_error'],
      [{ display_name: '' }, 'model.group.display_name.app_error'],
      [{ allow_reference: false }, 'api.custom_groups.must_be_referenceable'],
      [{ remote_id: 'x' }, 'api.custom_groups.no_remote_id'],
      [{ source: 'ldap' }, 'app.group.crud_permission'],
      [{ user_ids: [nowhere(alice.id)] }, 'app.group.user_not_found'],
    ]
    for (const [rest, id] of wrong) {
      expect(await refusal(make(alice, [], rest))).toEqual({ status: 400, id })
    }
  })

  test('have members that come and go', async ({ ws }) => {
    const { alice, bob, eve } = await ws.trio()
    const group = await make(alice, [alice.id])
    const added = await alice.client.addUsersToGroup(group.id, [bob.id, alice.id, bob.id])
    expect(added).toMatchObject([{ user_id: bob.id }])
    const listed = await alice.request('GET', `/api/v4/groups/${group.id}/members`)
    expect(listed.body).toMatchObject({
      members: [{ id: alice.id }, { id: bob.id }],
      total_member_count: 2,
    })
    expect(await ws.admin.client.getGroupStats(group.id)).toEqual({
      group_id: group.id,
      total_member_count: 2,
    })
    expect(await refusal(alice.client.getGroupStats(group.id))).toEqual(denied)
    const mine = async (who: Member, id: string) =>
      (await who.client.getGroupsByUserId(id)).map((each) => each.id)
    expect(await mine(bob, bob.id)).toEqual([group.id])
    expect(await mine(ws.admin, bob.id)).toEqual([group.id])
    expect(await refusal(mine(eve, bob.id))).toEqual(denied)
    const named = await eve.client.getGroupsByNames([group.name, 'nobody'])
    expect(named.map(({ id }) => id)).toEqual([group.id])
    expect(await eve.client.getGroupsByNames([])).toEqual([])
    const query = { filter_has_member: bob.id, include_member_ids: true, include_total_count: true }
    const counted = (await alice.client.getGroups(query as never)) as unknown
    expect(counted).toMatchObject({
      groups: [{ id: group.id, member_ids: [alice.id, bob.id] }],
      total_count: 1,
    })
    using hears = await bob.socket()
    const removed = await alice.client.removeUsersFromGroup(group.id, [bob.id, eve.id])
    expect(removed).toMatchObject([{ user_id: bob.id }])
    await hears.until('group_member_deleted')
    expect(await mine(bob, bob.id)).toEqual([])
    expect(await alice.client.addUsersToGroup(group.id, [bob.id])).toHaveLength(1)
  })

  test('MC-MEN-06 mention their members in the channel, counted once each', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const carol = await ws.member('carol', team)
    const group = await make(alice, [alice.id, bob.id, eve.id])
    using hears = await bob.socket()
    await alice.post(townSquare.id, `@${group.name} and @${bob.username}: listen`)
    const frame = await hears.until('posted')
    expect(JSON.parse(String(frame.data.mentions))).toEqual([bob.id])
    const mentions = async (who: Member) =>
      (await who.client.getMyChannelMember(townSquare.id)).mention_count
    expect(await mentions(bob)).toBe(1)
    expect(await mentions(carol)).toBe(0)
    expect(await mentions(alice)).toBe(0)
    // Who may not mention groups mentions nobody by them.
    const scheme = await ws.admin.client.createScheme({
      display_name: 'Calm',
      scope: 'team',
    } as never)
    await ws.admin.client.updateTeamScheme(team.id, scheme.id)
    const role = await ws.admin.client.getRoleByName(scheme.default_channel_user_role)
    const permissions = role.permissions.filter((name) => name !== 'use_group_mentions')
    await ws.admin.client.patchRole(role.id, { permissions })
    await alice.post(townSquare.id, `@${group.name} again`)
    expect(await mentions(bob)).toBe(1)
    await ws.admin.client.updateTeamScheme(team.id, '')
    await alice.post(townSquare.id, `@${group.name} once more`)
    expect(await mentions(bob)).toBe(2)
    await alice.client.archiveGroup(group.id)
    await alice.post(townSquare.id, `@${group.name} is gone`)
    expect(await mentions(bob)).toBe(2)
  })

  test('are counted in channels, and against their members', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const group = await make(alice, [alice.id, bob.id, eve.id])
    const counts = await alice.client.getChannelMemberCountsByGroup(townSquare.id, true)
    expect(counts).toEqual([
      { group_id: group.id, channel_member_count: 2, channel_member_timezones_count: 1 },
    ])
    const absent = await make(alice, [eve.id], { display_name: 'Z' })
    const listed = async (who: Member, timezones: boolean) => {
      const found = (await who.client.getGroups({
        filter_allow_reference: true,
        include_member_count: true,
        include_channel_member_count: townSquare.id,
        include_timezones: timezones,
      } as never)) as { id: string }[]
      return found.filter(({ id }) => [group.id, absent.id].includes(id))
    }
    const here = { channel_member_count: 2, channel_member_timezones_count: 1 }
    const none = { channel_member_count: 0, channel_member_timezones_count: 0 }
    expect(await listed(bob, true)).toMatchObject([
      { id: group.id, member_count: 3, ...here },
      { id: absent.id, member_count: 1, ...none },
    ])
    expect((await listed(bob, false))[0]).toMatchObject({
      ...here,
      channel_member_timezones_count: 0,
    })
    expect((await refusal(listed(eve, true))).status).toBe(404)
    expect(
      (await refusal(eve.client.getChannelMemberCountsByGroup(townSquare.id, true))).status,
    ).toBe(404)
    const { client } = ws.admin
    const outside = await client.channelMembersMinusGroupMembers(townSquare.id, [group.id], 0, 60)
    expect(outside).toMatchObject({ total_count: 1, users: [{ id: ws.admin.id, groups: [] }] })
    const everybody = await client.teamMembersMinusGroupMembers(team.id, [], 0, 60)
    expect(everybody.total_count).toBe(3)
    const bobRow = everybody.users.find(({ id }) => id === bob.id)
    expect(bobRow).toMatchObject({ scheme_user: true, groups: [{ id: group.id }] })
    const call = alice.client.channelMembersMinusGroupMembers(townSquare.id, [group.id], 0, 60)
    expect(await refusal(call)).toEqual(denied)
    expect(
      await refusal(alice.client.teamMembersMinusGroupMembers(team.id, [group.id], 0, 60)),
    ).toEqual(denied)
  })

  test('are linked to no team and no channel', async ({ ws }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    await make(alice, [alice.id])
    const none = { groups: [], total_group_count: 0 }
    expect(await alice.client.getAllGroupsAssociatedToChannel(townSquare.id, true)).toEqual(none)
    expect(await alice.client.getGroupsAssociatedToTeam(team.id)).toEqual(none)
    expect(await alice.client.getAllGroupsAssociatedToChannelsInTeam(team.id, true)).toEqual({
      groups: {},
    })
    expect((await refusal(eve.client.getGroupsAssociatedToTeam(team.id))).status).toBe(404)
    expect((await refusal(eve.client.getAllGroupsAssociatedToChannel(townSquare.id))).status).toBe(
      404,
    )
    const call = eve.client.getAllGroupsAssociatedToChannelsInTeam(team.id)
    expect((await refusal(call)).status).toBe(404)
  })
})

test('are off where the administrator does not want them', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_ENABLECUSTOMGROUPS: 'false' })
  const ws = await TestWorkspace.open(server.address)
  expect(await refusal(make(ws.admin, []))).toEqual({
    status: 400,
    id: 'api.custom_groups.feature_disabled',
  })
  expect(await ws.admin.client.getGroups({} as never)).toEqual([])
})

test('nobody takes the name of a group that can be mentioned', async ({ ws }) => {
  const bob = await ws.member('bob')
  const name = unique('crew')
  const group = { name, display_name: 'Crew', source: 'custom', allow_reference: true }
  await ws.admin.client.createGroupWithUserIds({ ...group, user_ids: [bob.id] } as never)
  const taken = { status: 400, id: 'app.user.save.username_exists.app_error' }
  const account = { email: `${unique('a')}@example.org`, password: 'correct-horse-battery' }
  const signUp = (username: string) =>
    ws.admin.client.createUser({ ...account, username } as never, '', '')
  expect(await refusal(signUp(name.toUpperCase()))).toEqual(taken)
  expect(await refusal(bob.client.patchMe({ username: name } as never))).toEqual(taken)
  expect((await signUp(`${name}x`)).username).toBe(`${name}x`)
})
