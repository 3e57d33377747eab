import type { PreferenceType } from '@mattermost/types/preferences'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/program-server.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

type Place = { id: string }

const run = (member: Member, channel: Place, text: string, teamId?: string) =>
  member.client.executeCommand(text, {
    channel_id: channel.id,
    ...(teamId && { team_id: teamId }),
  })

async function newest(member: Member, channel: Place) {
  const { order, posts } = await member.client.getPosts(channel.id)
  return posts[order[0] ?? '']
}

const statusOf = async (member: Member) => (await member.client.getStatus(member.id)).status

describe('MC-CMD-01 built-in commands', () => {
  test('/online /away /offline /dnd set the status', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    for (const status of ['away', 'offline', 'dnd', 'online']) {
      const answer = await run(alice, townSquare, `/${status}`)
      expect(answer.response_type).toBe('ephemeral')
      expect(answer.text).not.toBe('')
      expect(await statusOf(alice)).toBe(status)
    }
    await run(alice, townSquare, '/dnd 30m')
    const { status, dnd_end_time: end = 0 } = await alice.client.getStatus(alice.id)
    expect(status).toBe('dnd')
    expect(end - Date.now() / 1000).toBeCloseTo(1800, -2)
    expect((await run(alice, townSquare, '/dnd whenever')).text).toContain('/dnd 30m')
  })

  test('/status sets and clears the custom status', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const shown = async () => (await alice.client.getMe()).props?.customStatus
    await run(alice, townSquare, '/status :palm_tree: On holiday')
    expect(JSON.parse((await shown()) ?? '')).toMatchObject({
      emoji: 'palm_tree',
      text: 'On holiday',
    })
    await run(alice, townSquare, '/status busy')
    expect(JSON.parse((await shown()) ?? '')).toMatchObject({ text: 'busy' })
    await run(alice, townSquare, '/status clear')
    expect(await shown()).toBeUndefined()
  })

  test('/me /shrug /code /echo say something', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const me = await run(alice, townSquare, '/me waves')
    expect(me).toMatchObject({ response_type: 'in_channel', type: 'me' })
    expect(await newest(alice, townSquare)).toMatchObject({
      type: 'me',
      message: '*waves*',
      props: { message: 'waves' },
      user_id: alice.id,
    })
    await run(alice, townSquare, '/shrug well')
    expect((await newest(alice, townSquare))?.message).toBe('well ¯\\\\\\_(ツ)\\_/¯')
    await run(alice, townSquare, '/code a\nb')
    expect((await newest(alice, townSquare))?.message).toBe('    a\n    b')
    expect((await run(alice, townSquare, '/me')).response_type).toBe('ephemeral')
    await run(alice, townSquare, '/echo "said again" 0')
    await expect.poll(async () => (await newest(alice, townSquare))?.message).toBe('said again')
  })

  test('/msg and /groupmsg write to people, and lead there', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const one = await run(alice, townSquare, `/msg @${bob.username} hello there`)
    expect(one.goto_location).toBe(`/${team.name}/messages/@${bob.username}`)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect((await newest(bob, direct))?.message).toBe('hello there')

    const names = `@${bob.username},@${carol.username}`
    const many = await run(alice, townSquare, `/groupmsg ${names} hi all`)
    const group = await alice.client.createGroupChannel([alice.id, bob.id, carol.id])
    expect(many.goto_location).toBe(`/${team.name}/messages/${group.name}`)
    expect((await newest(carol, group))?.message).toBe('hi all')
    // From a channel without a team, the client says in which team it is.
    const back = await run(bob, direct, `/msg ${alice.username}`, team.id)
    expect(back.goto_location).toBe(`/${team.name}/messages/@${alice.username}`)
    expect((await run(alice, townSquare, '/msg @nobody.at.all x')).text).toContain(
      'no such account',
    )
  })

  test('/header /purpose /rename change the channel', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    await run(alice, townSquare, '/header The header')
    await run(alice, townSquare, '/purpose The purpose')
    await run(alice, townSquare, '/rename The Name')
    expect(await alice.client.getChannel(townSquare.id)).toMatchObject({
      header: 'The header',
      purpose: 'The purpose',
      display_name: 'The Name',
    })
    expect((await run(alice, townSquare, '/header')).response_type).toBe('ephemeral')
    expect((await run(alice, townSquare, `/rename ${'x'.repeat(65)}`)).text).toContain('too long')
  })

  test('/join /open /leave /mute', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const channel = await bob.client.createChannel({
      team_id: team.id,
      name: 'kitchen',
      display_name: 'Kitchen',
      type: 'O',
    } as never)
    for (const verb of ['join', 'open']) {
      const joined = await run(alice, townSquare, `/${verb} ~kitchen`)
      expect(joined.goto_location).toBe(`/${team.name}/channels/kitchen`)
      expect(await alice.client.getMyChannelMember(channel.id)).toMatchObject({ user_id: alice.id })
      const left = await run(alice, channel, '/leave')
      expect(left.goto_location).toBe(`/${team.name}/channels/town-square`)
      expect((await refusal(alice.client.getMyChannelMember(channel.id))).status).toBe(404)
    }
    expect((await run(alice, townSquare, '/join ~nowhere')).text).toContain('no channel')
    expect((await run(alice, townSquare, '/leave')).text).not.toBe('')

    const level = async () =>
      (await alice.client.getMyChannelMember(townSquare.id)).notify_props.mark_unread
    await run(alice, townSquare, '/mute')
    expect(await level()).toBe('mention')
    await run(alice, townSquare, '/mute ~town-square')
    expect(await level()).toBe('all')

    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect((await run(alice, direct, '/leave', team.id)).goto_location).toBe(
      `/${team.name}/channels/town-square`,
    )
    const preferences = await alice.client.getMyPreferences()
    expect(preferences).toContainEqual({
      user_id: alice.id,
      category: 'direct_channel_show',
      name: bob.id,
      value: 'false',
    })
  })

  test('/invite /kick /remove', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'den',
      display_name: 'Den',
      type: 'P',
    } as never)
    const isIn = async () =>
      (await alice.client.getChannelMembers(channel.id)).some(({ user_id }) => user_id === bob.id)
    await run(alice, channel, `/invite @${bob.username}`)
    expect(await isIn()).toBe(true)
    await run(alice, channel, `/kick @${bob.username}`)
    expect(await isIn()).toBe(false)
    await run(alice, townSquare, `/invite @${bob.username} ~den`)
    expect(await isIn()).toBe(true)
    await run(alice, channel, `/remove ${bob.username}`)
    expect(await isIn()).toBe(false)
    // Somebody who isn't in it is told as if there were no such channel.
    expect((await run(bob, townSquare, `/invite @${bob.username} ~den`)).text).toContain(
      'no channel',
    )
    expect(await isIn()).toBe(false)
  })

  test('/invite_people asks people in by mail, where there is mail', async ({ ws }) => {
    const { townSquare } = await ws.trio()
    const command = `/invite_people ${unique('new')}@example.org`
    expect((await run(ws.admin, townSquare, command)).text).toContain('switched off')
    expect((await run(ws.admin, townSquare, '/invite_people nobody')).text).toContain('addresses')

    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
      MM_EMAILSETTINGS_SMTPSERVER: '127.0.0.1',
    })
    const mailed = await TestWorkspace.open(server.address)
    const { townSquare: square } = await mailed.team()
    expect((await run(mailed.admin, square, command)).text).toContain('on their way')
    // Not a server for testing.
    for (const command of ['/echo x', '/test posts 1']) {
      expect((await refusal(run(mailed.admin, square, command))).status).toBe(404)
    }
  })

  test('/collapse /expand /help /logout /search /settings /shortcuts', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const value = async () =>
      ((await alice.client.getMyPreferences()) as unknown as PreferenceType[]).find(
        ({ name }) => name === 'collapse_previews',
      )?.value
    await run(alice, townSquare, '/collapse')
    expect(await value()).toBe('true')
    await run(alice, townSquare, '/expand')
    expect(await value()).toBe('false')
    expect((await run(alice, townSquare, '/help')).text).toContain('`/join ~[channel]`')
    expect((await run(alice, townSquare, '/help')).text).not.toContain('marketplace')
    expect((await run(alice, townSquare, '/logout')).goto_location).toBe('/login')
    for (const trigger of ['search', 'settings', 'shortcuts']) {
      expect((await run(alice, townSquare, `/${trigger}`)).text).toContain(trigger)
    }
  })

  test('/test writes posts for administrators', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    expect((await run(alice, townSquare, '/test posts 3')).text).toContain('Only system admin')
    expect((await run(ws.admin, townSquare, '/test')).text).toContain('/test posts 20')
    await run(ws.admin, townSquare, '/test posts 3')
    expect(await newest(alice, townSquare)).toMatchObject({ message: 'Test post 3', root_id: '' })
    await run(ws.admin, townSquare, '/test thread 2')
    const reply = await newest(alice, townSquare)
    expect(reply?.message).toBe('Test post 2')
    const thread = await alice.client.getPaginatedPostThread(reply?.root_id ?? '', {} as never)
    expect(thread.order).toHaveLength(3)
  })

  test('what is not here says so to its caller alone', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    using hears = await alice.socket()
    const usable = await alice.client.getAutocompleteCommandsList(team.id)
    for (const trigger of ['exportlink', 'marketplace', 'share-channel', 'secure-connection']) {
      const answer = await run(alice, townSquare, `/${trigger} x`)
      expect(answer).toMatchObject({ response_type: 'ephemeral', goto_location: '' })
      const { data } = await hears.until('ephemeral_message', (event) =>
        String(event.data.post).includes(answer.text),
      )
      expect(JSON.parse(String(data.post))).toMatchObject({ message: answer.text })
      expect(usable.map((command) => command.trigger)).not.toContain(trigger)
    }
    expect((await newest(alice, townSquare))?.message).not.toContain('here')
  })

  test('answer and describe themselves in the language of their caller', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await alice.client.patchMe({ locale: 'de' })
    expect((await run(alice, townSquare, '/away')).text).toBe('Du bist jetzt abwesend.')
    expect((await run(bob, townSquare, '/away')).text).toBe('You are now away.')
    expect((await run(alice, townSquare, '/join ~nowhere')).text).toContain('Kanal')
    expect((await run(alice, townSquare, '/help')).text).toContain(
      '- `/join ~[Kanal]` Tritt einem öffentlichen Kanal bei',
    )
    const described = async (member: Member) =>
      (await member.client.getAutocompleteCommandsList(team.id)).find(
        ({ trigger }) => trigger === 'kick',
      )
    expect(await described(alice)).toMatchObject({
      auto_complete_desc: 'Entferne jemanden aus dem Kanal',
      auto_complete_hint: '@[Name]',
    })
    expect(await described(bob)).toMatchObject({ auto_complete_hint: '@[username]' })
  })
})
