import type { Command } from '@mattermost/types/integrations'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openCallingWorkspace, test } from '@redoubt/testkit/program-server.ts'
import { describe, expect } from 'vitest'

type Place = { id: string }

function custom(member: Member, teamId: string, rest: Partial<Command>): Promise<Command> {
  return member.client.addCommand({ team_id: teamId, method: 'P', ...rest } as Command)
}

const run = (member: Member, channel: Place, text: string, rootId?: string) =>
  member.client.executeCommand(text, {
    channel_id: channel.id,
    ...(rootId && { root_id: rootId }),
  })

async function newest(member: Member, channel: Place) {
  const { order, posts } = await member.client.getPosts(channel.id)
  return posts[order[0] ?? '']
}

async function respond(address: string, body: string, type: string) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  })
  const text = await answer.text()
  return { status: answer.status, text }
}

const parse = (text: unknown) => JSON.parse(String(text))
const nowhere = 'z'.repeat(26)

describe('custom slash commands', () => {
  test('MC-CMD-02 tell their program everything, by POST or GET', async ({ ws, program }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await bob.post(townSquare.id, 'root')
    const post = await custom(ws.admin, team.id, { trigger: 'Deploy', url: `${program.url}/p` })
    await custom(ws.admin, team.id, { trigger: 'ask', method: 'G', url: `${program.url}/g?a=1` })

    await run(alice, townSquare, `/deploy  now @${bob.username} ~off-topic`, root.id)
    await run(alice, townSquare, '/ask')

    const [first, second] = program.calls
    expect(first).toMatchObject({ method: 'POST', path: '/p' })
    expect(first?.headers.authorization).toBe(`Token ${post.token}`)
    expect(first?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    expect(Object.fromEntries(first?.form ?? [])).toEqual({
      token: post.token,
      team_id: team.id,
      team_domain: team.name,
      channel_id: townSquare.id,
      channel_name: 'town-square',
      user_id: alice.id,
      user_name: alice.username,
      command: '/deploy',
      text: `now @${bob.username} ~off-topic`,
      trigger_id: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      root_id: root.id,
      response_url: expect.stringMatching(`^${ws.url}/hooks/commands/[a-z0-9]{26}$`),
      user_mentions: bob.username,
      user_mentions_ids: bob.id,
      channel_mentions: 'off-topic',
      channel_mentions_ids: offTopic.id,
    })
    expect(second).toMatchObject({ method: 'GET', path: '/g', body: '' })
    expect(Object.fromEntries(second?.query ?? [])).toMatchObject({
      a: '1',
      command: '/ask',
      text: '',
      user_id: alice.id,
    })
  })

  test('MC-CMD-03 may answer later: five times, for half an hour', async ({ program }) => {
    let now = Date.now()
    await using open = await openCallingWorkspace({}, { clock: () => now })
    const { ws } = open
    const { team, townSquare, alice } = await ws.trio()
    await custom(ws.admin, team.id, { trigger: 'later', url: program.url })
    using socket = await alice.socket()
    await run(alice, townSquare, '/later')
    await run(alice, townSquare, '/later')
    const [one = '', two = ''] = program.calls.map(({ form }) => form.get('response_url') ?? '')

    const inChannel = JSON.stringify({ response_type: 'in_channel', text: 'to <https://a.b|all>' })
    expect(await respond(one, inChannel, 'application/json')).toEqual({ status: 200, text: 'ok' })
    expect(await newest(alice, townSquare)).toMatchObject({
      message: 'to [all](https://a.b)',
      user_id: alice.id,
      props: { from_webhook: 'true' },
    })
    expect((await respond(one, 'to you', 'text/plain')).status).toBe(200)
    const heard = await socket.until('ephemeral_message')
    expect(parse(heard.data.post)).toMatchObject({ message: 'to you', channel_id: townSquare.id })

    expect(await respond(one, '{', 'application/json')).toMatchObject({ status: 400 })
    for (let use = 3; use <= 5; use++) {
      expect((await respond(one, 'again', 'text/plain')).status).toBe(200)
    }
    const sixth = await respond(one, 'again', 'text/plain')
    expect(sixth.status).toBe(400)
    expect(parse(sixth.text).id).toBe('web.command_webhook.general.app_error')

    now += 30 * 60_000 + 1
    expect((await respond(two, 'too late', 'text/plain')).status).toBe(404)
    const unknown = `${ws.url}/hooks/commands/${nowhere}`
    expect((await respond(unknown, 'x', 'text/plain')).status).toBe(404)
  })

  test('MC-CMD-03 answer nothing for those who left', async ({ ws, program }) => {
    const { team, townSquare, alice } = await ws.trio()
    await custom(ws.admin, team.id, { trigger: 'later', url: program.url })
    await run(alice, townSquare, '/later')
    const address = program.calls[0]?.form.get('response_url') ?? ''
    await ws.admin.client.removeFromTeam(team.id, alice.id)
    expect((await respond(address, 'x', 'text/plain')).status).toBe(404)
  })

  test('MC-CMD-04 show as somebody else only where they name somebody', async ({ program }) => {
    await using open = await openCallingWorkspace({
      MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE: 'true',
    })
    const { ws } = open
    const { team, townSquare } = await ws.team()
    await custom(ws.admin, team.id, { trigger: 'say', url: program.url })
    for (const [username, shown] of [
      ['', undefined],
      ['robot', 'robot'],
    ] as const) {
      program.reply = () => ({ json: { response_type: 'in_channel', text: 'x', username } })
      await run(ws.admin, townSquare, '/say')
      expect((await newest(ws.admin, townSquare))?.props.override_username).toBe(shown)
    }
  })

  test('MC-CMD-04 MC-CMD-05 answer to all or to the caller, and lead elsewhere', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const secret = await bob.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as never)
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    await custom(ws.admin, team.id, {
      trigger: 'say',
      url: program.url,
      display_name: 'Speaker',
    })
    using hers = await alice.socket()
    using his = await bob.socket()

    program.reply = () => ({
      json: {
        response_type: 'in_channel',
        text: '<!here> hello',
        props: { own: 1, from_bot: 'x' },
        attachments: [{ text: 'a' }],
        goto_location: '/somewhere',
        unknown: 1,
        extra_responses: [
          { text: 'between us' },
          { response_type: 'in_channel', text: 'over here', channel_id: offTopic.id },
        ],
      },
    })
    const answer = await run(alice, townSquare, '/say')
    expect(answer).toMatchObject({
      response_type: 'in_channel',
      text: '<!here> hello',
      goto_location: '/somewhere',
      trigger_id: expect.stringMatching(/^[a-z0-9]{26}$/),
    })
    expect(await newest(bob, townSquare)).toMatchObject({
      message: '@here hello',
      type: 'slack_attachment',
      user_id: alice.id,
      props: {
        own: 1,
        from_webhook: 'true',
        webhook_display_name: 'Speaker',
        attachments: [{ text: 'a' }],
      },
    })
    expect((await newest(bob, offTopic))?.message).toBe('over here')
    const whisper = parse((await hers.until('ephemeral_message')).data.post)
    expect(whisper).toMatchObject({ message: 'between us', type: 'system_ephemeral' })

    program.reply = () => ({ text: 'plain' })
    await run(alice, townSquare, '/say')
    await hers.until('ephemeral_message', ({ data }) => parse(data.post).message === 'plain')
    const end = await bob.post(townSquare.id, 'end')
    await his.until('posted', ({ data }) => parse(data.post).id === end.id)
    expect(his.names).not.toContain('ephemeral_message')
    expect(await alice.client.getPosts(townSquare.id)).not.toHaveProperty(['posts', whisper.id])

    program.reply = () => ({ json: { text: 'x', channel_id: secret.id } })
    expect(await refusal(run(alice, townSquare, '/say'))).toEqual({
      status: 403,
      id: 'api.command.command_post.forbidden.app_error',
    })
    program.reply = () => ({ status: 404, text: 'no' })
    expect(await refusal(run(alice, townSquare, '/say'))).toEqual({
      status: 500,
      id: 'api.command.execute_command.failed_resp.app_error',
    })
  })

  test('MC-CMD-06 what nobody knows is refused as clients expect it', async ({ ws, program }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    const { team: other } = await ws.team()
    await custom(ws.admin, other.id, { trigger: 'elsewhere', url: program.url })
    const unknown = { status: 404, id: 'api.command.execute_command.not_found.app_error' }
    expect(await refusal(run(alice, townSquare, '/nonsense'))).toEqual(unknown)
    expect(await refusal(run(alice, townSquare, '/elsewhere'))).toEqual(unknown)
    const start = { status: 400, id: 'api.command.execute_command.start.app_error' }
    for (const text of ['away', '/', '/ away', `/${'x'.repeat(600)}`]) {
      expect(await refusal(run(alice, townSquare, text))).toEqual(start)
    }
    expect((await refusal(run(eve, townSquare, '/away'))).status).toBe(404)
    expect((await refusal(run(alice, townSquare, '/away', nowhere))).status).toBe(400)

    const channel = await alice.client.createChannel({
      team_id: team.id,
      name: 'archived',
      display_name: 'Archived',
      type: 'O',
    } as never)
    await ws.admin.client.deleteChannel(channel.id)
    expect(await refusal(run(alice, channel, '/away'))).toEqual({
      status: 400,
      id: 'api.command.execute_command.deleted.error',
    })
    expect(program.calls).toEqual([])
  })
})
