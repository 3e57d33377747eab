import { Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const noAccount = { status: 404, id: 'app.user.missing_account.const' }
const denied = { status: 403, id: 'api.context.permissions.app_error' }

describe('accounts', () => {
  test('the first one administers the workspace, the next needs an invitation', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    expect((await ws.admin.client.getMe()).roles).toBe('system_user system_admin')
    expect((await ws.admin.client.getClientConfig()).NoAccounts).toBe('false')
    expect(await refusal(Member.signUp(server.address, { username: unique('late') }))).toEqual({
      status: 403,
      id: 'api.user.create_user.no_open_server',
    })
    const { team } = await ws.team()
    const invited = { username: unique('guest'), email: `${unique('g')}@example.org`, password }
    const made = await ws.admin.client.createUser(invited as never, '', team.invite_id)
    expect(made.roles).toBe('system_user')
    const members = await ws.admin.client.getTeamMembersByIds(team.id, [made.id])
    expect(members).toMatchObject([{ user_id: made.id, scheme_user: true, scheme_admin: false }])
  })

  test('of many first sign-ups at once exactly one is the first', async () => {
    await using server = await openTestServer()
    const names = ['one', 'two', 'three', 'four', 'five']
    const made = await Promise.allSettled(
      names.map((username) => Member.signUp(server.address, { username })),
    )
    const people = made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const roles = await Promise.all(
      people.map(async (person) => (await person.client.getMe()).roles),
    )
    expect(roles.filter((role) => role.includes('system_admin'))).toHaveLength(1)
  })

  test('refuses what is taken or not valid, field by field', async ({ ws }) => {
    const create = (fields: Record<string, string>) =>
      refusal(
        ws.admin.client.createUser(
          {
            username: unique('u'),
            email: `${unique('u')}@example.org`,
            password,
            ...fields,
          } as never,
          '',
          '',
        ),
      )
    expect(await create({ username: ws.admin.username })).toMatchObject({
      id: 'app.user.save.username_exists.app_error',
    })
    expect(await create({ email: `${ws.admin.username}@EXAMPLE.org` })).toMatchObject({
      id: 'app.user.save.email_exists.app_error',
    })
    expect(await create({ username: 'all' })).toMatchObject({
      id: 'model.user.is_valid.username.app_error',
    })
    expect(await create({ email: 'nobody' })).toMatchObject({
      id: 'model.user.is_valid.email.app_error',
    })
    expect(await create({ password: 'short' })).toEqual({
      status: 400,
      id: 'model.user.is_valid.pwd_min_length.app_error',
    })
    expect(await create({ password: 'ü'.repeat(37) })).toEqual({
      status: 400,
      id: 'model.user.is_valid.pwd_max_length.app_error',
    })
    const timezone = { manualTimezone: 'x'.repeat(256) }
    expect(await create({ timezone: timezone as never })).toEqual({
      status: 400,
      id: 'model.user.is_valid.timezone_limit.app_error',
    })
    const roles = `system_user ${'x'.repeat(250)}`
    expect(await refusal(ws.admin.client.updateUserRoles(ws.admin.id, roles))).toEqual({
      status: 400,
      id: 'model.user.is_valid.roles_limit.app_error',
    })
  })

  test('MC-USR-01 shows others less than oneself', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const own = await alice.client.getMe()
    const seen = await bob.client.getUser(alice.id)
    expect(own).toMatchObject({
      notify_props: { desktop: 'mention' },
      email: `${alice.username}@example.org`,
    })
    expect(own).not.toHaveProperty('password')
    expect(seen).not.toHaveProperty('notify_props')
    expect(seen).not.toHaveProperty('last_password_update')
    expect(await ws.admin.client.getUser(alice.id)).toHaveProperty('notify_props')
  })

  test('are found by id, name, address, word and prefix', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const { client } = bob
    await alice.client.patchUser({
      id: alice.id,
      nickname: 'Käthe',
      first_name: 'Katharina',
    } as never)
    const unknown = alice.id.split('').reverse().join('')
    const ids = (users: { id: string }[]) => users.map((user) => user.id)

    expect(ids(await client.getProfilesByIds([alice.id, unknown]))).toEqual([alice.id])
    expect(ids(await client.getProfilesByUsernames([alice.username]))).toEqual([alice.id])
    expect((await client.getUserByUsername(alice.username)).id).toBe(alice.id)
    expect((await client.getUserByEmail(`${alice.username}@example.org`)).id).toBe(alice.id)
    expect(ids(await client.searchUsers('käthe', { team_id: team.id }))).toEqual([alice.id])
    expect(ids(await client.searchUsers(`@${alice.username} katharina`, {}))).toEqual([alice.id])
    expect(ids(await client.searchUsers('100%_', {}))).toEqual([])
    const found = await client.autocompleteUsers('kath', team.id, townSquare.id)
    expect(ids(found.users)).toEqual([alice.id])
    expect(ids(await client.getProfilesInTeam(team.id))).toContain(alice.id)
    expect(ids(await client.getProfilesInChannel(townSquare.id))).toContain(alice.id)
    expect(await client.getKnownUsers()).toContain(alice.id)
    expect((await client.getTotalUsersStats()).total_users_count).toBeGreaterThan(2)
    expect(await refusal(client.getUser(unknown))).toEqual(noAccount)
  })

  test('MC-USR-04 a patch replaces notify_props and lower-cases the keys', async ({ ws }) => {
    const { alice } = await ws.trio()
    const patched = await alice.client.patchMe({
      notify_props: { desktop: 'all', mention_keys: 'Redoubt,FIRE' },
    } as never)
    expect(patched.notify_props).toEqual({ desktop: 'all', mention_keys: 'redoubt,fire' })
  })

  test('only owners and administrators change an account', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const change = { id: alice.id, nickname: 'hacked' } as never
    expect(await refusal(bob.client.patchUser(change))).toEqual(denied)
    expect(await refusal(bob.client.updateUserRoles(bob.id, 'system_user system_admin'))).toEqual(
      denied,
    )
    expect(await refusal(bob.client.updateUserActive(alice.id, false))).toEqual({
      status: 403,
      id: 'api.user.update_active.permissions.app_error',
    })
    expect(
      (await ws.admin.client.patchUser({ id: alice.id, position: 'Lead' } as never)).position,
    ).toBe('Lead')
    const full = await alice.client.updateUser({ ...(await alice.client.getMe()), nickname: 'Al' })
    expect(full.nickname).toBe('Al')
  })

  test('MC-USR-05 a new address needs the password, a new password the old one', async ({ ws }) => {
    const { alice } = await ws.trio()
    const email = `${unique('new')}@example.org`
    expect(await refusal(alice.client.patchMe({ email } as never))).toMatchObject({ status: 400 })
    expect((await alice.client.patchMe({ email, password } as never)).email).toBe(email)
    expect(
      await refusal(alice.client.updateUserPassword(alice.id, 'wrong', 'another-password')),
    ).toEqual({
      status: 400,
      id: 'api.user.update_password.incorrect.app_error',
    })
    const login = { login_id: alice.username, password }
    const other = await alice.request('POST', '/api/v4/users/login', login)
    await alice.client.updateUserPassword(alice.id, password, 'another-password')
    // Whoever knew the old password is out; the one who changed it stays.
    const headers = { Authorization: `Bearer ${other.headers.get('token')}` }
    expect((await fetch(`${ws.url}/api/v4/users/me`, { headers })).status).toBe(401)
    expect((await alice.client.getMe()).id).toBe(alice.id)
    expect((await alice.client.login(alice.username, 'another-password')).id).toBe(alice.id)
  })

  test('roles change, and a deactivated account is out at once', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    using hears = await alice.socket()
    await ws.admin.client.updateUserRoles(alice.id, 'system_user system_manager')
    expect((await hears.until('user_role_updated')).data).toMatchObject({ user_id: alice.id })
    expect((await alice.client.getMe()).roles).toBe('system_user system_manager')

    await ws.admin.client.updateUserActive(bob.id, false)
    expect(await refusal(bob.client.getMe())).toMatchObject({ status: 401 })
    expect(await refusal(bob.client.login(bob.username, password))).toEqual({
      status: 401,
      id: 'api.user.login.inactive.app_error',
    })
    // Accounts aren't given up by their owners unless the configuration says so.
    expect((await alice.request('DELETE', `/api/v4/users/${alice.id}`)).body).toMatchObject({
      id: 'api.user.update_active.not_enable.app_error',
      status_code: 401,
    })
    expect((await ws.admin.request('DELETE', `/api/v4/users/${alice.id}`)).status).toBe(200)
  })
})
