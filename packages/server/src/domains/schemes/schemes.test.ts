import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }
const noScheme = { status: 404, id: 'app.scheme.get.app_error' }

describe('schemes', () => {
  test('are made, listed, changed and deleted by who may administer permissions', async ({
    ws,
  }) => {
    const { alice } = await ws.trio()
    const { client } = ws.admin
    const wanted = { display_name: 'Strict', description: 'less', scope: 'team' as const }
    expect(await refusal(alice.client.createScheme(wanted as never))).toEqual(denied)
    const scheme = await client.createScheme(wanted as never)
    expect(scheme).toMatchObject({ ...wanted, delete_at: 0 })
    const names = [
      scheme.default_team_admin_role,
      scheme.default_team_user_role,
      scheme.default_team_guest_role,
      scheme.default_channel_admin_role,
      scheme.default_channel_user_role,
      scheme.default_channel_guest_role,
    ]
    const roles = await client.getRolesByNames(names)
    expect(roles).toHaveLength(6)
    expect(roles.every((role) => role.scheme_managed && !role.built_in)).toBe(true)
    const own = roles.find((role) => role.name === scheme.default_channel_user_role)
    const [builtIn] = await client.getRolesByNames(['channel_user'])
    expect(own?.permissions.toSorted()).toEqual(builtIn?.permissions.toSorted())

    expect(await client.getScheme(scheme.id)).toEqual(scheme)
    expect((await client.getSchemes('team')).map(({ id }) => id)).toContain(scheme.id)
    expect((await client.getSchemes('channel')).map(({ id }) => id)).not.toContain(scheme.id)
    expect((await refusal(client.getSchemes('nothing' as never))).status).toBe(400)
    expect(await refusal(alice.client.getScheme(scheme.id))).toEqual(denied)
    expect(await refusal(client.getScheme(nowhere(scheme.id)))).toEqual(noScheme)

    const patched = await client.patchScheme(scheme.id, { name: 'strict_one', description: '' })
    expect(patched).toMatchObject({ name: 'strict_one', description: '', display_name: 'Strict' })
    const again = await client.createScheme({
      ...wanted,
      name: unique('x').replaceAll('-', '_'),
    } as never)
    for (const name of ['strict_one', 'No Good']) {
      expect(await refusal(client.patchScheme(again.id, { name } as never))).toEqual({
        status: 400,
        id: 'app.scheme.save.invalid_scheme.app_error',
      })
    }
    await client.deleteScheme(scheme.id)
    expect(await refusal(client.getScheme(scheme.id))).toEqual(noScheme)
    expect(await refusal(client.deleteScheme(scheme.id))).toEqual(noScheme)
  })

  test('of a team decides what its members may do there, and nowhere else', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const other = await ws.team()
    await ws.admin.client.addToTeam(other.team.id, alice.id)
    const { client } = ws.admin
    const scheme = await client.createScheme({ display_name: 'Quiet', scope: 'team' } as never)
    const [userRole] = await client.getRolesByNames([scheme.default_channel_user_role])
    const [teamRole] = await client.getRolesByNames([scheme.default_team_user_role])
    if (!userRole || !teamRole) throw new Error('no roles')
    using hears = await alice.socket()
    expect(await refusal(alice.client.updateTeamScheme(team.id, scheme.id))).toEqual(denied)
    await client.updateTeamScheme(team.id, scheme.id)
    const told = await hears.until('update_team_scheme')
    expect(JSON.parse(String(told.data.team))).toMatchObject({
      id: team.id,
      scheme_id: scheme.id,
      invite_id: '',
    })
    // The same as before, under other names.
    expect((await alice.post(townSquare.id, 'still')).message).toBe('still')
    expect((await alice.client.getMyChannelMember(townSquare.id)).roles).toBe(userRole.name)
    expect((await alice.client.getTeamMember(team.id, alice.id)).roles).toBe(teamRole.name)
    const mine = (await alice.client.getMyTeamMembers()).find((row) => row.team_id === team.id)
    expect(mine?.roles).toBe(teamRole.name)
    const members = await alice.client.getMyChannelMembers(team.id)
    expect(members.every((row) => row.roles === userRole.name)).toBe(true)

    const fewer = userRole.permissions.filter((name) => name !== 'create_post')
    await client.patchRole(userRole.id, { permissions: fewer })
    const frame = await hears.until('role_updated')
    expect(JSON.parse(String(frame.data.role))).toMatchObject({
      id: userRole.id,
      permissions: fewer,
    })
    expect(await refusal(alice.post(townSquare.id, 'no more'))).toEqual(denied)
    expect((await alice.post(other.townSquare.id, 'elsewhere')).message).toBe('elsewhere')
    const noChannels = teamRole.permissions.filter((name) => name !== 'create_public_channel')
    await client.patchRole(teamRole.id, { permissions: noChannels })
    const wanted = { team_id: team.id, name: unique('c'), display_name: 'C', type: 'O' }
    expect(await refusal(alice.client.createChannel(wanted as never))).toEqual(denied)

    expect((await client.getSchemeTeams(scheme.id)).map(({ id }) => id)).toEqual([team.id])
    expect(await refusal(alice.client.getSchemeTeams(scheme.id))).toEqual(denied)
    expect(await refusal(client.getSchemeChannels(scheme.id))).toEqual({
      status: 400,
      id: 'api.scheme.get_channels_for_scheme.scope.error',
    })
    expect(await refusal(client.updateChannelScheme(townSquare.id, scheme.id))).toEqual({
      status: 400,
      id: 'api.channel.update_channel_scheme.scheme_scope.error',
    })
    await client.deleteScheme(scheme.id)
    expect((await alice.post(townSquare.id, 'again')).message).toBe('again')
    expect((await alice.client.getMyChannelMember(townSquare.id)).roles).toBe('channel_user')
  })

  test('of a channel takes away what moderation is about, and gives nothing', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const { client } = ws.admin
    const scheme = await client.createScheme({ display_name: 'One', scope: 'channel' } as never)
    await client.updateChannelScheme(townSquare.id, scheme.id)
    const [role] = await client.getRolesByNames([scheme.default_channel_user_role])
    if (!role) throw new Error('no role')
    // Shown is what it amounts to: what isn't moderated comes from above.
    expect(role.permissions).toEqual(expect.arrayContaining(['create_post', 'read_channel']))
    using hears = await alice.socket()
    await client.patchRole(role.id, {
      permissions: ['add_reaction', 'manage_channel_roles', 'delete_others_posts'],
    })
    await hears.until('role_updated')
    expect(await refusal(alice.post(townSquare.id, 'no'))).toEqual(denied)
    expect((await alice.client.getChannel(townSquare.id)).scheme_id).toBe(scheme.id)
    expect(
      await refusal(
        alice.client.updateChannelMemberSchemeRoles(townSquare.id, alice.id, true, true),
      ),
    ).toEqual(denied)
    const shown = await alice.client.getRoleByName(role.name)
    expect(shown.permissions).toContain('add_reaction')
    expect(shown.permissions).toContain('read_channel')
    expect(shown.permissions).not.toContain('create_post')
    expect(shown.permissions).not.toContain('manage_channel_roles')
    expect((await client.getSchemeChannels(scheme.id)).map(({ id }) => id)).toEqual([townSquare.id])
    expect(await refusal(client.updateTeamScheme(team.id, scheme.id))).toEqual({
      status: 400,
      id: 'api.team.update_team_scheme.scheme_scope.error',
    })
    expect(await refusal(client.getSchemeTeams(scheme.id))).toEqual({
      status: 400,
      id: 'api.scheme.get_teams_for_scheme.scope.error',
    })
    // An administrator of the channel has what administrators of channels have.
    await client.updateChannelMemberSchemeRoles(townSquare.id, alice.id, true, true)
    expect((await alice.post(townSquare.id, 'as admin')).message).toBe('as admin')
    await client.updateChannelScheme(townSquare.id, '')
    expect((await alice.client.getChannel(townSquare.id)).scheme_id).toBeNull()
  })
})
