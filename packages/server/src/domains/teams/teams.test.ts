import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const noTeam = { status: 404, id: 'app.team.get.find.app_error' }

describe('teams', () => {
  test('MC-TEAM-01 begin with two channels that their maker is in', async ({ ws }) => {
    const { alice } = await ws.trio()
    const name = unique('crew')
    const team = await alice.client.createTeam({ name, display_name: 'Crew', type: 'O' } as never)
    const channels = await alice.client.getMyChannels(team.id)
    expect(channels.map((channel) => channel.name).sort()).toEqual(['off-topic', 'town-square'])
    expect(await alice.client.getTeamMember(team.id, alice.id)).toMatchObject({
      roles: 'team_user team_admin',
      scheme_admin: true,
    })
  })

  test.for([
    ['admin-team', 'model.team.is_valid.reserved.app_error'],
    ['x', 'model.team.is_valid.characters.app_error'],
    ['No Spaces', 'model.team.is_valid.characters.app_error'],
  ])('MC-TEAM-02 the name %s is refused', async ([name, id], { ws }) => {
    const call = ws.admin.client.createTeam({ name, display_name: 'T', type: 'O' } as never)
    expect(await refusal(call)).toEqual({ status: 400, id })
  })

  test('a name is taken once, and only those who may know of it hear that', async ({ ws }) => {
    const { team, alice, eve } = await ws.trio()
    const again = { name: team.name, display_name: 'T', type: 'O' } as never
    expect(await refusal(alice.client.createTeam(again))).toEqual({
      status: 400,
      id: 'app.team.save.existing.app_error',
    })
    expect(await alice.client.checkIfTeamExists(team.name)).toEqual({ exists: true })
    expect(await eve.client.checkIfTeamExists(team.name)).toEqual({ exists: false })
    expect((await alice.client.getTeamByName(team.name)).id).toBe(team.id)
    expect(await refusal(eve.client.getTeamByName(team.name))).toMatchObject({ status: 404 })
  })

  test('MC-TEAM-03 the invitation link lets in, and not after it was renewed', async ({ ws }) => {
    const { team, eve } = await ws.trio()
    expect(await eve.client.getTeamInviteInfo(team.invite_id)).toEqual({
      id: team.id,
      name: team.name,
      display_name: team.display_name,
      description: '',
    })
    using hears = await eve.socket()
    await eve.client.addToTeamFromInvite('', team.invite_id)
    expect((await hears.until('added_to_team')).data).toEqual({ team_id: team.id, user_id: eve.id })
    const renewed = await ws.admin.client.regenerateTeamInviteId(team.id)
    expect(renewed.invite_id).not.toBe(team.invite_id)
    expect(await refusal(eve.client.getTeamInviteInfo(team.invite_id))).toMatchObject({
      status: 404,
    })
  })

  test('open teams are listed and joined, closed ones are as if they were not there', async ({
    ws,
  }) => {
    const { team, eve } = await ws.trio()
    expect(await refusal(eve.client.getTeam(team.id))).toEqual(noTeam)
    expect(await refusal(eve.client.addToTeam(team.id, eve.id))).toEqual(noTeam)
    await ws.admin.client.patchTeam({ id: team.id, allow_open_invite: true } as never)
    expect((await eve.client.getTeams(0, 200, true)) as never).toMatchObject({
      teams: expect.arrayContaining([expect.objectContaining({ id: team.id, invite_id: '' })]),
    })
    const found = (await eve.client.searchTeams(team.name, {})) as unknown as { id: string }[]
    expect(found.map(({ id }) => id)).toEqual([team.id])
    expect((await eve.client.addToTeam(team.id, eve.id)).user_id).toBe(eve.id)
  })

  test('are searched by kind, and closed ones by their members if they know the name', async ({
    ws,
  }) => {
    const { team, alice, eve } = await ws.trio()
    type Page = { teams: { id: string }[]; total_count: number }
    const search = async (member: Member, query: object) => {
      const body = { term: team.name, page: 0, per_page: 10, ...query }
      const answer = await member.request('POST', '/api/v4/teams/search', body)
      const { teams, total_count } = answer.body as Page
      return [...teams.map(({ id }) => id), total_count]
    }
    expect(await search(alice, {})).toEqual([team.id, 1])
    expect(await search(alice, { term: team.name.slice(0, -1) })).not.toContain(team.id)
    expect(await search(eve, {})).toEqual([0])
    expect(await search(ws.admin, { allow_open_invite: false })).toEqual([team.id, 1])
    expect(await search(ws.admin, { allow_open_invite: true })).toEqual([0])
    expect(await search(ws.admin, { group_constrained: true })).toEqual([0])
    expect(await search(ws.admin, { group_constrained: false })).toEqual([team.id, 1])
  })

  test('are joined under the address of their own', async ({ ws }) => {
    const { team, eve } = await ws.trio()
    const other = await ws.team()
    const url = `/api/v4/teams/${team.id}/members`
    const member = { team_id: other.team.id, user_id: eve.id }
    for (const [path, body] of [[url, member] as const, [`${url}/batch`, [member]] as const]) {
      expect(await ws.admin.request('POST', path, body)).toMatchObject({
        status: 400,
        body: { id: 'api.context.invalid_body_param.app_error' },
      })
    }
  })

  test('MC-TEAM-05 takes only addresses of its domains', async ({ ws }) => {
    const { team, eve } = await ws.trio()
    await ws.admin.client.patchTeam({ id: team.id, allowed_domains: 'example.com' } as never)
    expect(await refusal(eve.client.addToTeamFromInvite('', team.invite_id))).toEqual({
      status: 400,
      id: 'api.team.join_user_to_team.allowed_domains.app_error',
    })
  })

  test('MC-TEAM-05 has no domain that the workspace does not take', async () => {
    await using server = await openTestServer({
      MM_TEAMSETTINGS_RESTRICTCREATIONTODOMAINS: '@example.org, example.net',
    })
    const { admin } = await TestWorkspace.open(server.address)
    const name = unique('team')
    const team = await admin.client.createTeam({ name, display_name: 'T', type: 'O' } as never)
    const patch = (allowed_domains: string) =>
      admin.client.patchTeam({ id: team.id, allowed_domains } as never)
    expect((await patch('Example.NET')).allowed_domains).toBe('Example.NET')
    expect(await refusal(patch('example.net, example.com'))).toEqual({
      status: 400,
      id: 'api.team.update_restricted_domains.mismatch.app_error',
    })
  })

  test('MC-TEAM-06 an archived team is gone from the lists until it is restored', async ({
    ws,
  }) => {
    const { team, alice } = await ws.trio()
    using hears = await alice.socket()
    expect(await refusal(alice.client.deleteTeam(team.id))).toMatchObject({ status: 403 })
    await ws.admin.client.deleteTeam(team.id)
    await hears.until('delete_team')
    expect(await alice.client.getMyTeams()).toEqual([])
    await ws.admin.client.unarchiveTeam(team.id)
    await hears.until('restore_team')
    expect((await alice.client.getMyTeams()).map(({ id }) => id)).toEqual([team.id])
  })

  test('MC-TEAM-06 archived teams are listed to those who administer teams, when asked', async ({
    ws,
  }) => {
    const { team, alice, bob } = await ws.trio()
    await ws.admin.client.patchTeam({ id: team.id, allow_open_invite: true } as never)
    await ws.admin.client.deleteTeam(team.id)
    await ws.admin.client.updateUserRoles(bob.id, 'system_user system_read_only_admin')
    const ids = (answer: { status: number; body: unknown }) => {
      expect(answer.status).toBe(200)
      return (answer.body as { id: string }[]).map(({ id }) => id)
    }
    const list = async (member: Member, query: string) =>
      ids(await member.request('GET', `/api/v4/teams?per_page=200${query}`))
    const search = async (member: Member, query: object) =>
      ids(await member.request('POST', '/api/v4/teams/search', { term: team.name, ...query }))
    for (const member of [ws.admin, bob]) {
      expect(await list(member, '&include_deleted=true')).toContain(team.id)
      expect(await search(member, { include_deleted: true })).toEqual([team.id])
    }
    for (const member of [ws.admin, bob, alice]) {
      expect(await list(member, '')).not.toContain(team.id)
      expect(await search(member, {})).toEqual([])
    }
    expect(await list(alice, '&include_deleted=true')).not.toContain(team.id)
    expect(await search(alice, { include_deleted: true })).toEqual([])
    const answer = await alice.request('POST', '/api/v4/teams/search', { include_deleted: 'yes' })
    expect(answer.status).toBe(400)
  })

  test('MC-TEAM-07 members see neither address nor invitation of what they do not manage', async ({
    ws,
  }) => {
    const { team, alice } = await ws.trio()
    using hears = await alice.socket()
    await ws.admin.client.updateTeam({ ...team, description: 'for all' })
    const frame = await hears.until('update_team')
    expect(JSON.parse(String(frame.data.team))).toMatchObject({ email: '', invite_id: '' })
    expect(await alice.client.getTeam(team.id)).toMatchObject({ email: '', description: 'for all' })
    expect((await ws.admin.client.getTeam(team.id)).invite_id).toBe(team.invite_id)
  })

  test('MC-TEAM-08 leaving ends every membership and tells both sides', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    using aliceHears = await alice.socket()
    using bobHears = await bob.socket()
    await alice.client.removeFromTeam(team.id, alice.id)
    expect((await aliceHears.until('leave_team')).data).toEqual({
      team_id: team.id,
      user_id: alice.id,
    })
    expect((await bobHears.until('leave_team')).data).toEqual({
      team_id: team.id,
      user_id: alice.id,
    })
    expect(await refusal(alice.client.getChannel(townSquare.id))).toMatchObject({ status: 404 })
    const mine = await alice.client.getMyTeamMembers()
    expect(mine.find((member) => member.team_id === team.id)?.delete_at).toBeGreaterThan(0)
    await bob.post(townSquare.id, 'gone?')
    await bobHears.until('posted', (frame) => String(frame.data.post).includes('gone?'))
    expect(aliceHears.heard.filter((frame) => String(frame.data.post).includes('gone?'))).toEqual(
      [],
    )
  })

  test('members are listed, counted, promoted and removed by those who may', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const ids = (await alice.client.getTeamMembers(team.id)).map((member) => member.user_id)
    expect(ids.sort()).toEqual([ws.admin.id, alice.id, bob.id].sort())
    expect(await alice.client.getTeamStats(team.id)).toEqual({
      team_id: team.id,
      total_member_count: 3,
      active_member_count: 3,
    })
    expect(await refusal(eve.client.getTeamMembers(team.id))).toEqual(noTeam)
    expect(
      await refusal(alice.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)),
    ).toMatchObject({ status: 403 })
    using hears = await alice.socket()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    await hears.until('memberrole_updated')
    await alice.client.removeFromTeam(team.id, bob.id)
    expect(await refusal(alice.client.getTeamMember(team.id, bob.id))).toMatchObject({
      status: 404,
    })
    const privacy = await alice.request('PUT', `/api/v4/teams/${team.id}/privacy`, { privacy: 'O' })
    expect(privacy.body).toMatchObject({ type: 'O', allow_open_invite: true })
    expect((await bob.client.getTeamsForUser(bob.id)).length).toBe(0)
  })
})
