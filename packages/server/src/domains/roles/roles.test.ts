import { refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { nowhere } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const denied = { status: 403, id: 'api.context.permissions.app_error' }

describe('roles', () => {
  test('are found by name and id, and listed for who administers them', async ({ ws }) => {
    const { alice } = await ws.trio()
    const [user] = await alice.client.getRolesByNames(['system_user', 'nobody'])
    if (!user) throw new Error('no role')
    expect(user).toMatchObject({ name: 'system_user', built_in: true, scheme_id: null })
    expect(await alice.client.getRole(user.id)).toEqual(user)
    expect(await alice.client.getRoleByName('system_user')).toEqual(user)
    expect(await refusal(alice.client.getRole(nowhere(user.id)))).toMatchObject({ status: 404 })
    const listed = await ws.admin.request('GET', '/api/v4/roles')
    expect(JSON.stringify(listed.body)).toContain('system_read_only_admin')
    expect(await alice.request('GET', '/api/v4/roles')).toMatchObject({ status: 403 })
  })

  test('what a built-in role grants is changed for everybody at once', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const { client } = ws.admin
    const role = await client.getRoleByName('team_user')
    using hears = await alice.socket()
    const fewer = role.permissions.filter((name) => name !== 'list_team_channels')
    expect(await refusal(alice.client.patchRole(role.id, { permissions: fewer }))).toEqual(denied)
    expect((await alice.client.getChannels(team.id)).length).toBeGreaterThan(0)
    const patched = await client.patchRole(role.id, { permissions: [...fewer, ...fewer] })
    expect(patched.permissions).toEqual(fewer)
    const frame = await hears.until('role_updated')
    expect(JSON.parse(String(frame.data.role))).toEqual(patched)
    expect(await refusal(alice.client.getChannels(team.id))).toEqual(denied)
    await client.patchRole(role.id, { permissions: role.permissions })
    expect((await alice.client.getChannels(team.id)).length).toBeGreaterThan(0)
  })

  test('nobody is given the whole system by changing a role, nor what does not exist', async ({
    ws,
  }) => {
    const { client } = ws.admin
    const role = await client.getRoleByName('system_user')
    for (const permission of ['manage_system', 'sysconsole_write_user_management_system_roles']) {
      const permissions = [...role.permissions, permission]
      expect(await refusal(client.patchRole(role.id, { permissions }))).toEqual({
        status: 501,
        id: 'api.roles.patch_roles.not_allowed_permission.error',
      })
    }
    const unknown = [...role.permissions, '__proto__']
    expect(await refusal(client.patchRole(role.id, { permissions: unknown }))).toEqual({
      status: 400,
      id: 'app.role.save.invalid_role.app_error',
    })
    expect((await client.getRoleByName('system_user')).permissions).toEqual(role.permissions)
  })

  test('a delegated administrator changes ordinary roles, not those of administrators', async ({
    ws,
  }) => {
    const { client } = ws.admin
    const manager = await ws.member('manager')
    await client.updateUserRoles(manager.id, 'system_user system_manager')
    const user = await client.getRoleByName('channel_user')
    const same = await manager.client.patchRole(user.id, { permissions: user.permissions })
    expect(same.permissions).toEqual(user.permissions)
    for (const name of ['system_manager', 'system_admin', 'system_custom_group_admin']) {
      const role = await client.getRoleByName(name)
      const call = manager.client.patchRole(role.id, { permissions: role.permissions })
      expect(await refusal(call)).toEqual(denied)
    }
    const helper = await client.getRoleByName('system_custom_group_admin')
    const patched = await client.patchRole(helper.id, { permissions: helper.permissions })
    expect(patched.permissions).toEqual(helper.permissions)
  })
})

describe('POST /api/v4/permissions/ancillary', () => {
  test('tells what comes with the permissions of the console', async ({ ws }) => {
    const { alice } = await ws.trio()
    const asked = ['sysconsole_read_about_edition_and_license', 'constructor']
    expect(await alice.client.getAncillaryPermissions(asked)).toEqual([
      ...asked,
      'read_license_information',
    ])
    expect((await refusal(alice.client.getAncillaryPermissions([]))).status).toBe(400)
  })
})
