import { Client4 } from '@mattermost/client'
import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { Member, password, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const hourMs = 3_600_000
const badLink = { status: 400, id: 'api.user.create_user.signup_link_invalid.app_error' }

describe.skipIf(!hasMailServer())('invitations by mail', () => {
  let now = Date.now()
  let mailed: Awaited<ReturnType<typeof openMailedServer>>

  beforeAll(async () => {
    mailed = await openMailedServer(
      {
        MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
        MM_GUESTACCOUNTSSETTINGS_ENABLE: 'true',
        MM_SERVICESETTINGS_SESSIONLENGTHWEBINHOURS: '99999',
      },
      { clock: () => now },
    )
  })
  afterAll(() => mailed[Symbol.asyncDispose]())

  const address = (name: string) => `${unique(name)}@example.org`

  /** Signs up as somebody whom nobody knows but by the link. */
  async function signUp(email: string, token: string): Promise<Member> {
    const username = unique('invited')
    const client = new Client4()
    client.setUrl(mailed.ws.url)
    await client.createUser({ username, email, password } as never, token, '')
    return Member.logIn(mailed.ws.url, username, password)
  }

  test('MC-TEAM-04 MC-USR-07 a mail leads to an account in the team and its channels', async () => {
    const { post, ws } = mailed
    const { team, alice } = await ws.trio()
    await ws.admin.client.patchUser({
      id: alice.id,
      first_name: 'Ada',
      last_name: '<b>Lovelace</b>',
    } as never)
    const channel = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('secret'),
      display_name: 'Secret',
      type: 'P',
    } as never)
    const email = address('carl')
    const results = await ws.admin.client.sendEmailInvitesToTeamAndChannelsGracefully(
      team.id,
      [channel.id],
      [email.toUpperCase(), 'nobody', email],
      'See you <there>',
    )
    expect(results).toMatchObject([
      { email, error: null },
      { email: 'nobody', error: { id: 'api.team.invite_members.invalid_email.app_error' } },
    ])
    const mail = await post.until(email, 'invites you')
    expect(mail.html).toContain('See you &lt;there&gt;')
    expect(mail.text).toContain('/signup_user_complete/?d=')

    const token = tokenOf(mail)
    expect(await refusal(signUp(address('other'), token))).toEqual({
      status: 400,
      id: 'api.user.create_user.bad_token_email_data.app_error',
    })
    const invited = await signUp(email, token)
    expect(await invited.client.getMe()).toMatchObject({ email, email_verified: true })
    const channels = await invited.client.getMyChannels(team.id)
    expect(channels.map(({ name }) => name).sort()).toEqual(
      ['off-topic', 'town-square', channel.name].sort(),
    )
    expect(await refusal(signUp(email, token))).toEqual(badLink)
  })

  test('of many sign-ups at once by one link exactly one succeeds', async () => {
    const { post, ws } = mailed
    const { team } = await ws.team()
    const email = address('once')
    await ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, [email])
    const token = tokenOf(await post.until(email))
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => signUp(email, token)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('only those who may invite and add do, and only to channels of the team', async () => {
    const { ws } = mailed
    const { team, alice, eve } = await ws.trio()
    const other = await ws.team()
    const emails = [address('x')]
    expect(await refusal(eve.client.sendEmailInvitesToTeam(team.id, emails))).toEqual({
      status: 404,
      id: 'app.team.get.find.app_error',
    })
    expect(await refusal(ws.admin.client.sendEmailInvitesToTeam(team.id, []))).toMatchObject({
      status: 400,
    })
    expect(await refusal(ws.admin.client.sendEmailInvitesToTeam(team.id, ['no']))).toEqual({
      status: 400,
      id: 'api.team.invite_members.invalid_email.app_error',
    })
    const elsewhere = ws.admin.client.sendEmailInvitesToTeamAndChannelsGracefully(
      team.id,
      [other.townSquare.id],
      emails,
      '',
    )
    expect(await refusal(elsewhere)).toMatchObject({ status: 400 })
    expect(await alice.client.sendEmailInvitesToTeam(team.id, emails)).toEqual({ status: 'OK' })
  })

  test('MC-TEAM-05 addresses of other domains are told one by one', async () => {
    const { ws } = mailed
    const { team } = await ws.team()
    await ws.admin.client.patchTeam({ id: team.id, allowed_domains: 'example.com' } as never)
    const results = await ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, [
      'in@example.com',
      'out@example.org',
    ])
    expect(results.map(({ error }) => error === null)).toEqual([true, false])
  })

  test('twenty people at once, then twenty an hour', async () => {
    const { ws } = mailed
    const { team, alice } = await ws.trio()
    const many = (count: number) => Array.from({ length: count }, () => address('many'))
    const invite = (count: number) =>
      alice.client.sendEmailInvitesToTeamGracefully(team.id, many(count))
    expect(await refusal(invite(21))).toEqual({
      status: 413,
      id: 'app.email.rate_limit_exceeded.app_error',
    })
    expect(await invite(20)).toHaveLength(20)
    expect(await refusal(invite(1))).toMatchObject({ status: 413 })
    now += hourMs / 10
    expect(await invite(2)).toHaveLength(2)
    expect(await refusal(invite(1))).toMatchObject({ status: 413 })
  })

  test('MC-TEAM-03 somebody who has an account joins with it, for its own address only', async () => {
    const { post, ws } = mailed
    const { team } = await ws.team()
    const { eve, alice } = await ws.trio()
    const email = `${eve.username}@example.org`
    await ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, [email])
    const token = tokenOf(await post.until(email, 'invites you'))
    expect(await refusal(alice.client.addToTeamFromInvite(token, ''))).toEqual(badLink)
    expect(await refusal(alice.client.addToTeamFromInvite('', ''))).toEqual({
      status: 400,
      id: 'api.team.add_user_to_team.missing_parameter.app_error',
    })
    expect((await eve.client.addToTeamFromInvite(token, '')).team_id).toBe(team.id)
    expect(await refusal(eve.client.addToTeamFromInvite(token, ''))).toEqual(badLink)
  })

  test('all of them can be voided, and an old one has expired', async () => {
    const { post, ws } = mailed
    const { team, alice } = await ws.trio()
    const [voided, expired] = [address('voided'), address('expired')]
    await ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, [voided])
    const token = tokenOf(await post.until(voided))
    expect(await refusal(alice.client.invalidateAllEmailInvites())).toMatchObject({ status: 403 })
    await ws.admin.client.invalidateAllEmailInvites()
    expect(await refusal(signUp(voided, token))).toEqual(badLink)

    await ws.admin.client.sendEmailGuestInvitesToChannelsGracefully(
      team.id,
      [(await ws.admin.client.getChannelByName(team.id, 'town-square')).id],
      [expired],
      '',
    )
    const late = tokenOf(await post.until(expired))
    now += 48 * hourMs + 1
    expect(await refusal(signUp(expired, late))).toEqual({
      status: 400,
      id: 'api.user.create_user.signup_link_expired.app_error',
    })
  })

  test('whoever hasn’t come after two days is reminded once, with a link that works', async () => {
    const { post, ws } = mailed
    const { team, eve } = await ws.trio()
    const slow = address('slow')
    const known = `${eve.username}@example.org`
    await ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, [slow, known])
    const first = tokenOf(await post.until(slow))
    // Joined by another way: no reason to be reminded.
    await ws.admin.client.addToTeam(team.id, eve.id)
    now += 48 * hourMs + 1_000
    const reminder = await post.until(slow, 'Reminder')
    expect(await refusal(signUp(slow, first))).toEqual(badLink)
    const invited = await signUp(slow, tokenOf(reminder))
    expect((await invited.client.getMyTeams()).map(({ id }) => id)).toEqual([team.id])
    now += 96 * hourMs
    const subjects = post.inbox().map((mail) => `${mail.receiver} ${mail.headers.subject}`)
    expect(subjects.filter((text) => text.includes('Reminder'))).toHaveLength(1)
  })
})

describe('without a mail server', () => {
  test('nobody is invited by mail', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    const invite = () => ws.admin.client.sendEmailInvitesToTeamGracefully(team.id, ['a@b.org'])
    expect(await refusal(invite())).toEqual({
      status: 501,
      id: 'api.team.invite_members.disabled.app_error',
    })
    const workspace = await server.registry.ensureDefault()
    await workspace.config.save({ 'ServiceSettings.EnableEmailInvitations': true }, '')
    expect(await refusal(invite())).toEqual({
      status: 501,
      id: 'api.team.invite_members.unable_to_send_email.app_error',
    })
    const guests = ws.admin.client.sendEmailGuestInvitesToChannelsGracefully(
      team.id,
      [townSquare.id],
      ['a@b.org'],
      '',
    )
    expect(await refusal(guests)).toEqual({
      status: 501,
      id: 'api.team.invite_guests_to_channels.disabled.error',
    })
  })

  test('MC-TEAM-03 the link of a team that isn’t open tells nothing', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const name = unique('closed')
    const team = await ws.admin.client.createTeam({ name, display_name: name, type: 'I' } as never)
    expect(await refusal(ws.admin.client.getTeamInviteInfo(team.invite_id))).toEqual({
      status: 403,
      id: 'api.team.get_invite_info.not_open_team',
    })
  })
})
