import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const noAccount = { status: 404, id: 'app.user.missing_account.const' }

describe('guests', () => {
  let server: Awaited<ReturnType<typeof openTestServer>>
  let ws: TestWorkspace

  beforeAll(async () => {
    server = await openTestServer()
    ws = await TestWorkspace.open(server.address)
    await switchGuests(true)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function switchGuests(isOn: boolean): Promise<void> {
    const workspace = await server.registry.ensureDefault()
    await workspace.config.save({ 'GuestAccountsSettings.Enable': isOn }, '')
  }

  /** A team with two members and a guest who is in one channel, with alice. */
  async function withGuest() {
    const trio = await ws.trio()
    const { team, alice } = trio
    const channel = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('shared'),
      display_name: 'Shared',
      type: 'P',
    } as never)
    await ws.admin.client.addToChannel(alice.id, channel.id)
    const guest = await ws.member('guest')
    await ws.admin.client.demoteUserToGuest(guest.id)
    await ws.admin.client.addToTeam(team.id, guest.id)
    using hears = await alice.socket()
    await ws.admin.client.addToChannel(guest.id, channel.id)
    const posted = await hears.until('posted')
    return { ...trio, channel, guest, posted }
  }

  test('ZT-GU-01 see only whom they share a channel with, wherever they look', async () => {
    const { team, alice, bob, channel, guest } = await withGuest()
    const { client } = guest
    const ids = (users: { id: string }[]) => users.map(({ id }) => id)
    expect((await client.getUser(alice.id)).id).toBe(alice.id)
    expect(await refusal(client.getUser(bob.id))).toEqual(noAccount)
    expect(await refusal(client.getUserByUsername(bob.username))).toEqual(noAccount)
    expect(await refusal(client.getUserByEmail(`${bob.username}@example.org`))).toEqual(noAccount)
    expect(ids(await client.getProfilesByIds([alice.id, bob.id]))).toEqual([alice.id])
    expect(ids(await client.getProfilesByUsernames([alice.username, bob.username]))).toEqual([
      alice.id,
    ])
    const everybody = [ws.admin.id, alice.id, guest.id].sort()
    expect(ids(await client.getProfiles()).sort()).toEqual(everybody)
    expect(ids(await client.getProfilesInTeam(team.id)).sort()).toEqual(everybody)
    expect(ids(await client.searchUsers(bob.username, {}))).toEqual([])
    expect(ids(await client.searchUsers(alice.username, {}))).toEqual([alice.id])
    expect((await client.autocompleteUsers(bob.username, team.id, channel.id)).users).toEqual([])
    expect((await client.getTotalUsersStats()).total_users_count).toBe(3)
    expect((await client.getTeamStats(team.id)).total_member_count).toBe(3)
    expect((await client.getTeamMembers(team.id)).map(({ user_id }) => user_id).sort()).toEqual(
      everybody,
    )
    expect(await refusal(client.getTeamMember(team.id, bob.id))).toMatchObject({ status: 404 })
    const statuses = await client.getStatusesByIds([bob.id, alice.id])
    expect(statuses.map(({ user_id }) => user_id)).toContain(alice.id)
    expect((await guest.request('GET', `/api/v4/users/${bob.id}/image`)).status).toBe(404)
    expect((await guest.request('GET', `/api/v4/users/${bob.id}/status`)).status).toBe(404)
    expect(await refusal(client.createDirectChannel([guest.id, bob.id]))).toEqual(noAccount)
    expect((await client.createDirectChannel([guest.id, alice.id])).type).toBe('D')
  })

  test('ZT-GU-01 find and change nothing else of the workspace', async () => {
    const { team, townSquare, alice, channel, guest } = await withGuest()
    const { client } = guest
    expect(await client.getMyChannels(team.id)).toMatchObject([{ id: channel.id }])
    expect(await refusal(client.getChannel(townSquare.id))).toMatchObject({ status: 404 })
    expect(await refusal(client.addToChannel(guest.id, townSquare.id))).toMatchObject({
      status: 404,
    })
    expect(await refusal(client.getChannels(team.id))).toMatchObject({ status: 403 })
    expect(
      await refusal(
        client.createTeam({ name: unique('t'), display_name: 'T', type: 'O' } as never),
      ),
    ).toMatchObject({ status: 403 })
    const made = { team_id: team.id, name: unique('c'), display_name: 'C', type: 'O' } as never
    expect(await refusal(client.createChannel(made))).toMatchObject({ status: 403 })
    expect(await refusal(client.addToChannel(alice.id, channel.id))).toMatchObject({ status: 403 })
    expect(
      await refusal(client.sendEmailInvitesToTeamGracefully(team.id, ['x@example.org'])),
    ).toMatchObject({ status: 403 })
    expect(await refusal(client.addToTeamFromInvite('', team.invite_id))).toEqual({
      status: 403,
      id: 'api.team.add_user_to_team_from_invite.guest.app_error',
    })
    expect((await guest.post(channel.id, 'hello')).message).toBe('hello')
  })

  test('are told apart in memberships, counts and system posts', async () => {
    const { team, channel, guest, posted } = await withGuest()
    const post = JSON.parse(String(posted.data.post))
    expect(post).toMatchObject({
      type: 'system_add_guest_to_chan',
      props: { addedUserId: guest.id },
    })
    expect(await ws.admin.client.getTeamMember(team.id, guest.id)).toMatchObject({
      scheme_guest: true,
      scheme_user: false,
      roles: 'team_guest',
    })
    expect(await ws.admin.client.getChannelMember(channel.id, guest.id)).toMatchObject({
      scheme_guest: true,
      roles: 'channel_guest',
    })
    expect(await ws.admin.client.getChannelStats(channel.id)).toMatchObject({
      member_count: 3,
      guest_count: 1,
    })
  })

  test('hear of those alone whom they know', async () => {
    const { alice, bob, guest } = await withGuest()
    using hears = await guest.socket()
    await bob.client.patchMe({ nickname: 'unseen' } as never)
    await alice.client.patchMe({ nickname: 'seen' } as never)
    const frame = await hears.until('user_updated')
    expect(frame.data.user).toMatchObject({ id: alice.id, nickname: 'seen' })
    await ws.member('stranger')
    await alice.client.patchMe({ nickname: 'again' } as never)
    await hears.until('user_updated', ({ data }) => JSON.stringify(data).includes('again'))
    expect(hears.names).not.toContain('new_user')
  })

  test('ZT-GU-02 a demoted team administrator has lost every right on the open session', async () => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    await alice.client.patchTeam({ id: team.id, description: 'mine' } as never)
    using hears = await alice.socket()
    expect(await refusal(bob.client.demoteUserToGuest(alice.id))).toMatchObject({ status: 403 })
    await ws.admin.client.demoteUserToGuest(alice.id)
    await hears.until('user_updated')
    await hears.until('memberrole_updated')
    await hears.until('channel_member_updated')
    expect((await alice.client.getMe()).roles).toBe('system_guest')
    const change = alice.client.patchTeam({ id: team.id, description: 'still mine' } as never)
    expect(await refusal(change)).toMatchObject({ status: 403 })
    // The channels stay.
    expect((await alice.post(townSquare.id, 'still here')).channel_id).toBe(townSquare.id)
    const [session] = await alice.client.getSessions(alice.id)
    expect(session?.props).toMatchObject({ is_guest: 'true' })
    expect(await refusal(ws.admin.client.demoteUserToGuest(alice.id))).toEqual({
      status: 501,
      id: 'api.user.demote_user_to_guest.already_guest.app_error',
    })
    // Nobody is the last administrator and a guest.
    expect(await refusal(ws.admin.client.demoteUserToGuest(ws.admin.id))).toEqual({
      status: 400,
      id: 'redoubt.user.last_administrator.app_error',
    })
  })

  test('a promoted guest is a member, in the default channels of its teams', async () => {
    const { team, bob, channel, guest } = await withGuest()
    expect(await refusal(bob.client.promoteGuestToUser(guest.id))).toMatchObject({ status: 403 })
    await ws.admin.client.promoteGuestToUser(guest.id)
    expect((await guest.client.getMe()).roles).toBe('system_user')
    const channels = await guest.client.getMyChannels(team.id)
    expect(channels.map(({ name }) => name).sort()).toEqual(
      ['off-topic', 'town-square', channel.name].sort(),
    )
    expect(await guest.client.getMyChannelMember(channel.id)).toMatchObject({
      scheme_guest: false,
      scheme_user: true,
    })
    expect((await guest.client.getUser(bob.id)).id).toBe(bob.id)
    expect(await refusal(ws.admin.client.promoteGuestToUser(guest.id))).toEqual({
      status: 501,
      id: 'api.user.promote_guest_to_user.no_guest.app_error',
    })
  })

  test('ZT-GU-04 switched off they are out at once, and everybody is told', async () => {
    const { alice, guest } = await withGuest()
    using hears = await alice.socket()
    await switchGuests(false)
    await hears.until('guests_deactivated')
    expect(await refusal(guest.client.getMe())).toMatchObject({ status: 401 })
    expect((await ws.admin.client.getUser(guest.id)).delete_at).toBeGreaterThan(0)
    expect(await refusal(ws.admin.client.updateUserActive(guest.id, true))).toEqual({
      status: 401,
      id: 'api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error',
    })
    expect(await refusal(ws.admin.client.demoteUserToGuest(alice.id))).toEqual({
      status: 501,
      id: 'api.team.demote_user_to_guest.disabled.error',
    })
    await switchGuests(true)
    await ws.admin.client.updateUserActive(guest.id, true)
    await Member.logIn(ws.url, guest.username, password)
  })
})

describe.skipIf(!hasMailServer())('guests who are invited', () => {
  let mailed: Awaited<ReturnType<typeof openMailedServer>>

  beforeAll(async () => {
    mailed = await openMailedServer({
      MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
      MM_GUESTACCOUNTSSETTINGS_ENABLE: 'true',
      MM_GUESTACCOUNTSSETTINGS_RESTRICTCREATIONTODOMAINS: 'example.org',
    })
  })
  afterAll(() => mailed[Symbol.asyncDispose]())

  test('come into exactly the channels of the invitation', async () => {
    const { post, ws } = mailed
    const { team, alice } = await ws.trio()
    const channel = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('shared'),
      display_name: 'Shared',
      type: 'P',
    } as never)
    const email = `${unique('outside')}@example.org`
    const invite = (by: Member, channels: string[], emails: string[]) =>
      by.client.sendEmailGuestInvitesToChannelsGracefully(team.id, channels, emails, 'Hi')
    expect(await refusal(invite(alice, [channel.id], [email]))).toMatchObject({ status: 403 })
    expect(await refusal(invite(ws.admin, [], [email]))).toEqual({
      status: 400,
      id: 'model.guest.is_valid.channels.app_error',
    })
    expect(await refusal(invite(ws.admin, [channel.id], []))).toEqual({
      status: 400,
      id: 'model.guest.is_valid.emails.app_error',
    })
    expect(await invite(ws.admin, [channel.id], [email, 'a@example.com'])).toMatchObject([
      { email, error: null },
      { error: { id: 'api.team.invite_members.invalid_email.app_error' } },
    ])
    const mail = await post.until(email, 'as a guest')
    expect(mail.text).toContain('Shared')
    const user = { username: unique('outsider'), email, password }
    await ws.admin.client.createUser(user as never, tokenOf(mail), '')
    const guest = await Member.logIn(ws.url, user.username, password)
    expect((await guest.client.getMe()).roles).toBe('system_guest')
    expect((await guest.client.getMyChannels(team.id)).map(({ id }) => id)).toEqual([channel.id])
    const { posts } = await guest.client.getPosts(channel.id)
    expect(Object.values(posts).map(({ type }) => type)).toContain('system_guest_join_channel')
    const other = { email: `${unique('moved')}@example.com`, password }
    expect(await refusal(guest.client.patchMe(other as never))).toEqual({
      status: 400,
      id: 'api.user.update_user.accepted_guest_domain.app_error',
    })
  })
})
