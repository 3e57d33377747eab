import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }

describe('members of a team', () => {
  test('are added many at once, with or without being told of each refusal', async ({ ws }) => {
    const { team, alice, eve } = await ws.trio()
    const { client } = ws.admin
    const carol = await ws.member('carol')
    const unknown = nowhere(carol.id)
    const graceful = (await client.addUsersToTeamGracefully(team.id, [eve.id, unknown])) as object[]
    expect(graceful).toMatchObject([
      { user_id: eve.id, member: { user_id: eve.id, scheme_user: true }, error: null },
      { user_id: unknown, member: null, error: { status_code: 404 } },
    ])
    expect(await refusal(client.addUsersToTeam(team.id, [unknown]))).toMatchObject({ status: 404 })
    const added = await alice.client.addUsersToTeam(team.id, [carol.id, eve.id])
    expect(added.map(({ user_id }) => user_id)).toEqual([carol.id, eve.id])
    const dave = await ws.member('dave')
    expect(await refusal(dave.client.addUsersToTeam(team.id, [dave.id]))).toMatchObject({
      status: 404,
    })
    const many = Array.from({ length: 257 }, () => ({ user_id: eve.id }))
    const url = `/api/v4/teams/${team.id}/members/batch`
    expect(await ws.admin.request('POST', url, many)).toMatchObject({ status: 400 })
  })

  test('are listed by name, without those whose account is closed', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const aaron = await ws.member('aaron', team)
    const sorted = async (options: object) =>
      (await alice.client.getTeamMembers(team.id, 0, 60, options as never)).map(
        ({ user_id }) => user_id,
      )
    expect(await sorted({ sort: 'Username' })).toEqual([aaron.id, ws.admin.id, alice.id, bob.id])
    await ws.admin.client.updateUserActive(aaron.id, false)
    expect(await sorted({ sort: 'Username', exclude_deleted_users: true })).toEqual([
      ws.admin.id,
      alice.id,
      bob.id,
    ])
    expect((await sorted({})).length).toBe(4)
  })

  test('are given roles by name, of those that the team has', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const set = (who: Member, roles: string) =>
      who.client.updateTeamMemberRoles(team.id, bob.id, roles.split(' '))
    expect(await refusal(set(alice, 'team_user team_admin'))).toEqual(denied)
    using hears = await bob.socket()
    await set(ws.admin, 'team_user team_admin')
    const told = await hears.until('memberrole_updated')
    expect(JSON.parse(String(told.data.member))).toMatchObject({
      roles: 'team_user team_admin',
      scheme_admin: true,
    })
    for (const [roles, id] of [
      ['team_user system_admin', 'api.channel.update_team_member_roles.scheme_role.app_error'],
      ['team_admin', 'api.team.update_team_member_roles.unset_user_scheme.app_error'],
      ['team_guest', 'api.channel.update_team_member_roles.changing_guest_role.app_error'],
    ] as const) {
      expect(await refusal(set(ws.admin, roles))).toEqual({ status: 400, id })
    }
    await set(bob, 'team_user')
    expect(await refusal(set(bob, 'team_user team_admin'))).toEqual(denied)
  })
})

test('a team and a channel are not deleted for good unless that is enabled', async ({ ws }) => {
  const { team, townSquare } = await ws.team()
  const teamAnswer = await ws.admin.request('DELETE', `/api/v4/teams/${team.id}?permanent=true`)
  expect(teamAnswer).toMatchObject({
    status: 401,
    body: { id: 'api.user.delete_team.not_enabled.for_admin.app_error' },
  })
  const url = `/api/v4/channels/${townSquare.id}?permanent=true`
  expect(await ws.admin.request('DELETE', url)).toMatchObject({
    status: 401,
    body: { id: 'api.user.delete_channel.not_enabled.for_admin.app_error' },
  })
  expect((await ws.admin.client.getTeam(team.id)).delete_at).toBe(0)
})
