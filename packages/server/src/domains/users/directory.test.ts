import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const namesOf = (users: unknown) =>
  (users as { username: string }[]).map(({ username }) => username)

async function list(member: Member, query: string) {
  return member.request('GET', `/api/v4/users?${query}`)
}

describe('GET /api/v4/users', () => {
  test('MC-USR-08 orders by status: online, away, busy, the rest by name', async ({ ws }) => {
    const { team } = await ws.team()
    const people: Member[] = []
    for (const name of ['d', 'a', 'b', 'c', 'e']) people.push(await ws.member(name, team))
    const [offline, busy, online, away, alsoOnline] = people as [
      Member,
      Member,
      Member,
      Member,
      Member,
    ]
    const channel = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('order'),
      display_name: 'Order',
      type: 'O',
    } as never)
    for (const { id } of people) await ws.admin.client.addToChannel(id, channel.id)
    await ws.admin.client.removeFromChannel(ws.admin.id, channel.id)
    const set = (member: Member, status: string) =>
      member.client.updateStatus({ user_id: member.id, status } as never)
    await set(busy, 'dnd')
    await set(away, 'away')
    await set(online, 'online')
    await set(alsoOnline, 'online')
    await set(offline, 'offline')
    using _one = await online.socket()
    using _other = await alsoOnline.socket()
    const found = await list(offline, `in_channel=${channel.id}&sort=status`)
    expect(namesOf(found.body)).toEqual(
      [online, alsoOnline, away, busy, offline].map(({ username }) => username),
    )
    expect((await list(offline, 'sort=status')).status).toBe(400)
    expect((await list(offline, 'sort=shoe_size')).status).toBe(400)
  })

  test('narrows by team, channel, role and activity, and orders as asked', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const names = async (query: string) => namesOf((await list(ws.admin, query)).body)
    expect(await names(`in_team=${team.id}&team_roles=team_admin`)).toEqual(
      [ws.admin, alice].map(({ username }) => username),
    )
    expect(await names(`in_team=${team.id}&team_roles=team_user`)).toEqual([bob.username])
    expect(await names('roles=system_admin')).toEqual([ws.admin.username])
    expect(await names(`in_team=${team.id}&role=system_user`)).toEqual([
      alice.username,
      bob.username,
    ])
    expect(await names('without_team=true&per_page=200')).toContain(eve.username)
    expect(await names('without_team=true&per_page=200')).not.toContain(bob.username)
    expect((await list(bob, 'without_team=true')).status).toBe(403)
    expect(await names(`in_team=${team.id}&sort=create_at`)).toEqual(
      [bob, alice, ws.admin].map(({ username }) => username),
    )
    expect(await names(`in_team=${team.id}&sort=last_activity_at`)).toHaveLength(3)
    expect((await names(`in_channel=${townSquare.id}&sort=admin`)).length).toBe(3)
    await ws.admin.client.updateUserActive(bob.id, false)
    expect(await names(`in_team=${team.id}&inactive=true`)).toEqual([bob.username])
    expect(await names(`in_team=${team.id}&active=true`)).not.toContain(bob.username)
    expect((await list(ws.admin, 'active=true&inactive=true')).status).toBe(400)
    expect((await list(ws.admin, 'roles=nonsense')).status).toBe(400)
    expect((await list(bob, `in_group=${team.id}`)).status).toBe(401)
    expect((await list(alice, `in_group=${team.id}`)).status).toBe(403)
    expect(await names(`in_group=${team.id}&sort=display_name`)).toEqual([])
  })
})

describe('finding people', () => {
  test('MC-USR-02 by words and without the at sign, narrowed as in lists', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const nickname = unique('wanderer')
    for (const member of [alice, bob, eve]) await member.client.patchMe({ nickname } as never)
    const search = async (rest: Record<string, unknown>) =>
      namesOf((await ws.admin.client.searchUsers(nickname, rest as never)) as never).sort()
    expect(await search({})).toEqual([alice, bob, eve].map(({ username }) => username).sort())
    expect(await search({ without_team: true })).toEqual([eve.username])
    expect(await search({ team_id: team.id, limit: 1 })).toHaveLength(1)
    expect(await search({ team_id: team.id, team_roles: ['team_admin'] })).toEqual([])
    const found = await ws.admin.client.searchUsers(`@${bob.username} ${nickname}`, {})
    expect(namesOf(found)).toEqual([bob.username])
    const asked = { term: nickname, not_in_channel_id: team.id }
    expect((await ws.admin.request('POST', '/api/v4/users/search', asked)).status).toBe(400)
    await ws.admin.client.updateUserActive(eve.id, false)
    expect(await search({})).not.toContain(eve.username)
    expect(await search({ allow_inactive: true })).toContain(eve.username)
  })

  test('MC-USR-03 suggestions come in and out of the channel', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: unique('inside'),
      display_name: 'Inside',
      type: 'O',
    } as never)
    const path = '/api/v4/users/autocomplete'
    const all = await alice.request('GET', `${path}?in_team=${team.id}&name=${bob.username}`)
    expect(all.body).toMatchObject({ users: [{ id: bob.id }], agents: [] })
    expect(all.body).not.toHaveProperty('out_of_channel')
    const query = `in_team=${team.id}&in_channel=${channel.id}&name=`
    const parted = await alice.request('GET', `${path}?${query}${bob.username}`)
    expect(parted.body).toMatchObject({ users: [], out_of_channel: [{ id: bob.id }] })
    // Addresses never match.
    const byAddress = await alice.request('GET', `${path}?in_team=${team.id}&name=example.org`)
    expect(byAddress.body).toMatchObject({ users: [] })
    expect((await alice.request('GET', `${path}?in_channel=${channel.id}`)).body).toMatchObject({
      id: 'api.user.autocomplete_users.missing_team_id.app_error',
    })
  })

  test('MC-USR-10 one unknown id leaves the others', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const found = await alice.client.getProfilesByIds([alice.id, 'y'.repeat(26), bob.id])
    expect(found.map(({ id }) => id).sort()).toEqual([alice.id, bob.id].sort())
    expect(await refusal(alice.client.getProfilesByIds([]))).toMatchObject({ status: 400 })
    const none = await alice.client.getProfilesByIds([bob.id], {
      since: Date.now() + 60_000,
    })
    expect(none).toEqual([])
  })

  test('MC-USR-09 mention keys are kept in lower case', async ({ ws }) => {
    const { alice } = await ws.trio()
    const { notify_props } = await alice.client.patchMe({
      notify_props: { mention_keys: 'ADA,Countess' },
    } as never)
    expect(notify_props.mention_keys).toBe('ada,countess')
  })

  test('accounts of a kind are counted for those who may', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const stats = (options: Record<string, unknown>) =>
      ws.admin.client.getFilteredUsersStats(options as never)
    expect(await stats({ in_team: team.id })).toEqual({ total_users_count: 3 })
    expect(await stats({ in_channel: townSquare.id, channel_roles: 'channel_user' })).toEqual({
      total_users_count: 3,
    })
    await ws.admin.client.updateUserActive(alice.id, false)
    expect(await stats({ in_team: team.id })).toEqual({ total_users_count: 2 })
    expect(await stats({ in_team: team.id, include_deleted: true })).toEqual({
      total_users_count: 3,
    })
    const { bob } = await ws.trio()
    expect(await refusal(bob.client.getFilteredUsersStats({} as never))).toMatchObject({
      status: 403,
    })
  })
})

describe('what is shown of people', () => {
  test('MC-USR-01 to themselves, to others and to administrators, by the privacy settings', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { config } = await server.registry.ensureDefault()
    const { alice, bob } = await ws.trio()
    await alice.client.patchMe({ first_name: 'Ada', last_name: 'Lovelace' } as never)
    const email = `${alice.username}@example.org`
    for (const showsEmail of [true, false]) {
      for (const showsName of [true, false]) {
        await config.save(
          {
            'PrivacySettings.ShowEmailAddress': showsEmail,
            'PrivacySettings.ShowFullName': showsName,
          },
          '',
        )
        const open = { email, first_name: 'Ada', last_name: 'Lovelace' }
        expect(await alice.client.getMe()).toMatchObject(open)
        expect(await ws.admin.client.getUser(alice.id)).toMatchObject(open)
        const seen = await bob.client.getUser(alice.id)
        expect(seen).toMatchObject({
          email: showsEmail ? email : '',
          first_name: showsName ? 'Ada' : '',
          last_name: showsName ? 'Lovelace' : '',
          auth_data: '',
        })
        for (const secret of ['password', 'mfa_secret', 'notify_props', 'last_password_update']) {
          expect(seen).not.toHaveProperty(secret)
        }
        const byEmail = bob.client.getUserByEmail(email)
        if (showsEmail) expect((await byEmail).id).toBe(alice.id)
        else expect(await refusal(byEmail)).toMatchObject({ status: 404 })
        const found = await bob.client.searchUsers('lovelace', {})
        expect(found.length).toBe(showsName ? 1 : 0)
      }
    }
  })

  test('addresses outside of the domains are listed for the console', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { alice } = await ws.trio()
    const path = '/api/v4/users/invalid_emails'
    expect((await ws.admin.request('GET', path)).body).toEqual([])
    const { config } = await server.registry.ensureDefault()
    await config.save({ 'TeamSettings.RestrictCreationToDomains': '@example.com' }, '')
    expect(namesOf((await ws.admin.request('GET', path)).body)).toContain(alice.username)
    expect((await alice.request('GET', path)).status).toBe(403)
    const moved = { email: 'a@example.net', password: 'correct-horse-battery' }
    expect(await refusal(alice.client.patchMe(moved as never))).toEqual({
      status: 400,
      id: 'api.user.update_user.accepted_domain.app_error',
    })
  })
})

describe('administrators', () => {
  test('set passwords of others, and end their sessions with that', async ({ ws }) => {
    const { alice, bob } = await ws.trio()
    const set = (by: Member, id: string, body: Record<string, unknown>) =>
      by.request('PUT', `/api/v4/users/${id}/password`, body)
    const fresh = { new_password: 'brand-new-password' }
    expect((await set(bob, alice.id, fresh)).body).toMatchObject({
      id: 'api.user.update_password.context.app_error',
      status_code: 403,
    })
    const hashed = { new_password: 'x', already_hashed: 'true', current_password: 'x' }
    expect((await set(bob, bob.id, hashed)).body).toMatchObject({
      id: 'api.user.update_password.user_and_hashed.app_error',
      status_code: 401,
    })
    expect((await set(ws.admin, alice.id, hashed)).status).toBe(400)
    expect((await set(ws.admin, alice.id, fresh)).status).toBe(200)
    expect(await refusal(alice.client.getMe())).toMatchObject({ status: 401 })
    expect((await alice.client.login(alice.username, 'brand-new-password')).id).toBe(alice.id)
  })

  test('always stay at least one', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { alice } = await ws.trio()
    const last = { status: 400, id: 'redoubt.user.last_administrator.app_error' }
    const { client, id } = ws.admin
    expect(await refusal(client.updateUserRoles(id, 'system_user'))).toEqual(last)
    expect(await refusal(client.updateUserActive(id, false))).toEqual(last)
    await client.updateUserRoles(alice.id, 'system_user system_admin')
    expect(await client.updateUserRoles(id, 'system_user')).toEqual({ status: 'OK' })
  })
})
