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

  test('MC-CMD-07 are suggested by what was typed, in capitalised fields', async ({ ws }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    const shown = await custom(ws.admin, team.id, {
      trigger: 'joke',
      url: 'https://example.org',
      auto_complete: true,
      auto_complete_hint: '[topic]',
      auto_complete_desc: 'Tell one',
    })
    await custom(ws.admin, team.id, { trigger: 'jokes', url: 'https://example.org' })
    const where = { channel_id: townSquare.id }

    const suggestions = await alice.client.getCommandAutocompleteSuggestionsList(
      '/jo',
      team.id,
      where,
    )
    expect(suggestions).toEqual([
      {
        Complete: 'join',
        Suggestion: 'join',
        Hint: '~[channel]',
        Description: 'Join a public channel',
        IconData: '',
      },
      {
        Complete: 'joke',
        Suggestion: 'joke',
        Hint: '[topic]',
        Description: 'Tell one',
        IconData: '',
      },
    ])
    const usable = await alice.client.getAutocompleteCommandsList(team.id)
    const joke = usable.find(({ trigger }) => trigger === 'joke')
    expect(joke).toMatchObject({ id: shown.id, token: '', url: '', creator_id: '' })
    expect(usable.map(({ trigger }) => trigger)).not.toContain('jokes')
    expect((await refusal(eve.client.getAutocompleteCommandsList(team.id))).status).toBe(404)
  })

  test('MC-CMD-07 what can follow is suggested: words, lists, and what the program offers', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    const FetchURL = '/cities?of=europe'
    const autocomplete_data = {
      Trigger: 'trip',
      SubCommands: [
        {
          Trigger: 'book',
          Hint: '[how] [where]',
          HelpText: 'Book one',
          Arguments: [
            {
              HelpText: 'How you go',
              Type: 'StaticList',
              Required: true,
              Data: {
                PossibleArguments: [
                  { Item: 'by train', Hint: '(slow)', HelpText: 'On rails' },
                  { Item: 'by air', HelpText: 'With wings' },
                ],
              },
            },
            { HelpText: 'Where to', Type: 'DynamicList', Required: true, Data: { FetchURL } },
            { HelpText: 'A note', Type: 'TextInput', Data: { Hint: '[note]' } },
            { Name: 'seat', HelpText: 'Where you sit', Type: 'TextInput' },
          ],
        },
        { Trigger: 'ban', RoleID: 'system_admin', HelpText: 'Not for all' },
      ],
    }
    const url = `${program.url}/trips`
    const trip = await custom(ws.admin, team.id, {
      trigger: 'trip',
      url,
      auto_complete: true,
      autocomplete_data,
    } as never)
    expect(trip).toMatchObject({ autocomplete_data: { Trigger: 'trip', Hint: '', RoleID: '' } })
    const kept = { ...trip, description: 'kept' } as never
    expect(await ws.admin.client.editCommand(kept)).toMatchObject({
      autocomplete_data: { SubCommands: [{ Trigger: 'book' }, { Trigger: 'ban' }] },
    })
    const where = { channel_id: townSquare.id, team_id: team.id }
    const suggest = async (member: Member, typed: string, place = where) =>
      (await member.client.getCommandAutocompleteSuggestionsList(typed, team.id, place)).map(
        ({ Complete, Suggestion }) => `${Complete}|${Suggestion}`,
      )

    expect(await suggest(alice, '/trip ')).toEqual(['trip book|book'])
    expect(await suggest(ws.admin, '/trip B')).toEqual(['trip book|book', 'trip ban|ban'])
    expect(await suggest(alice, '/trip nowhere ')).toEqual([])
    const trains = await alice.client.getCommandAutocompleteSuggestionsList(
      '/trip book by t',
      team.id,
      where,
    )
    expect(trains).toEqual([
      {
        Complete: 'trip book by train',
        Suggestion: 'by train',
        Hint: '(slow)',
        Description: 'On rails',
        IconData: '',
      },
    ])
    expect(program.calls).toEqual([])

    const cities = [
      { Item: 'Lima', Hint: '', HelpText: '' },
      { Item: 'Lyon', Hint: '(FR)', HelpText: 'By the river' },
    ]
    program.reply = () => ({ json: cities })
    expect(await suggest(alice, '/trip book by train ly')).toEqual(['trip book by train Lyon|Lyon'])
    const [asked] = program.calls
    expect(asked).toMatchObject({ method: 'GET', path: '/cities' })
    expect(asked?.headers.authorization).toBe(`Token ${trip.token}`)
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({
      of: 'europe',
      user_input: '/trip book by train ly',
      parsed: 'trip book by train ',
      channel_id: townSquare.id,
      team_id: team.id,
      root_id: '',
      user_id: alice.id,
      site_url: expect.any(String),
    })
    expect(await suggest(alice, '/trip book by train Lyon ')).toEqual([
      'trip book by train Lyon |',
      'trip book by train Lyon --seat |--seat',
    ])
    expect(await suggest(alice, '/trip book by train Lyon --seat "at the window" ')).toEqual([
      'trip book by train Lyon --seat "at the window" |',
    ])
    expect(await suggest(alice, '/trip book by train Lyon note --seat a b c')).toEqual([])

    for (const bad of ['nonsense', '[{"Item":1}]', '{}']) {
      program.reply = () => ({ text: bad })
      expect(await suggest(alice, '/trip book by air ')).toEqual([])
    }
    const listed = await alice.client.getAutocompleteCommandsList(team.id)
    expect(JSON.stringify(listed)).not.toContain('cities')
    expect((await refusal(suggest(eve, '/trip '))).status).toBe(404)
    const secret = await ws.admin.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as never)
    const outside = { channel_id: secret.id, team_id: team.id }
    expect((await refusal(suggest(alice, '/trip book by air ', outside))).status).toBe(404)

    // Only what describes this command, within bounds, and asks nobody but its own program.
    const deep = (levels: number): object =>
      levels === 0 ? { Trigger: 'x' } : { Trigger: 'x', SubCommands: [deep(levels - 1)] }
    const list = (address: string) => ({
      Trigger: 'x',
      Arguments: [{ Type: 'DynamicList', Data: { FetchURL: address } }],
    })
    for (const bad of [
      'text',
      [1],
      { Trigger: 'other' },
      { Trigger: 'x', Arguments: [{ Type: 'Other' }] },
      { Trigger: 'x', RoleID: 'root' },
      { Trigger: 'x', HelpText: 'x'.repeat(70_000) },
      list('https://elsewhere.example.org/'),
      list('//elsewhere.example.org/'),
      deep(11),
    ]) {
      const made = custom(ws.admin, team.id, { trigger: 'x', url, autocomplete_data: bad } as never)
      expect(await refusal(made)).toEqual({
        status: 400,
        id: 'model.command.is_valid.autocomplete_data.app_error',
      })
    }
    const levels = 5_000
    const deepest = await fetch(`${ws.url}/api/v4/commands`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ws.admin.token}` },
      body: `{"team_id":"${team.id}","trigger":"x","url":"${url}","autocomplete_data":${'{"Trigger":"x","SubCommands":['.repeat(levels)}${']}'.repeat(levels)}}`,
    })
    expect(deepest.status).toBe(400)
    const made = await custom(ws.admin, team.id, {
      trigger: 'x',
      url,
      autocomplete_data: deep(10),
    } as never)
    expect(made).toHaveProperty('autocomplete_data')
    const without = { ...made, autocomplete_data: null } as never
    expect(await ws.admin.client.editCommand(without)).not.toHaveProperty('autocomplete_data')
  })

  test('are managed by those who may, and valid', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const { team: second } = await ws.team()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const url = 'https://example.org/c'
    const mine = await custom(alice, team.id, { trigger: 'mine', url, description: 'old' })
    const theirs = await custom(ws.admin, team.id, { trigger: 'theirs', url })
    expect(mine).toMatchObject({ creator_id: alice.id, method: 'P', plugin_id: '', delete_at: 0 })

    const bad: [Partial<Command>, string][] = [
      [{ trigger: '/x', url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'a b', url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'x'.repeat(129), url }, 'model.command.is_valid.trigger.app_error'],
      [{ trigger: 'x', url: 'ftp://x' }, 'model.command.is_valid.url_http.app_error'],
      [{ trigger: 'x', url: '' }, 'model.command.is_valid.url.app_error'],
      [{ trigger: 'x', url, method: 'X' as 'P' }, 'model.command.is_valid.method.app_error'],
      [
        { trigger: 'x', url, description: 'x'.repeat(129) },
        'model.command.is_valid.description.app_error',
      ],
      [{ trigger: 'mine', url }, 'api.command.duplicate_trigger.app_error'],
      [{ trigger: 'away', url }, 'api.command.duplicate_trigger.app_error'],
    ]
    for (const [fields, id] of bad) {
      expect(await refusal(custom(alice, team.id, fields))).toEqual({ status: 400, id })
    }
    const missing = { status: 404, id: 'store.sql_command.get.missing.app_error' }
    for (const outsider of [bob, eve]) {
      const attempt = custom(outsider, team.id, { trigger: 'x', url })
      expect((await refusal(attempt)).status).toBe(outsider === bob ? 403 : 404)
      expect(await refusal(outsider.client.editCommand(mine))).toEqual(missing)
      expect(await refusal(outsider.client.regenCommandToken(mine.id))).toEqual(missing)
      expect(await refusal(outsider.client.deleteCommand(mine.id))).toEqual(missing)
      expect((await outsider.request('GET', `/api/v4/commands/${mine.id}`)).status).toBe(404)
      const list = outsider.client.getCustomTeamCommands(team.id)
      expect((await refusal(list)).status).toBe(outsider === bob ? 403 : 404)
    }
    expect((await alice.request('GET', `/api/v4/commands/${mine.id}`)).body).toEqual(mine)
    expect(await alice.client.getCustomTeamCommands(team.id)).toEqual([mine, theirs])
    const all = await bob.client.getCommandsList(team.id)
    expect(all.map(({ trigger }) => trigger)).toContain('away')
    expect(all.map(({ trigger }) => trigger)).not.toContain('mine')

    const changed = await alice.client.editCommand({ ...mine, trigger: 'new', description: 'new' })
    expect(changed).toMatchObject({ trigger: 'new', description: 'new', token: mine.token })
    const elsewhere = { ...mine, team_id: second.id }
    expect(await refusal(alice.client.editCommand(elsewhere))).toEqual({
      status: 400,
      id: 'api.command.team_mismatch.app_error',
    })
    const { token } = await alice.client.regenCommandToken(mine.id)
    expect(token).not.toBe(mine.token)

    const move = (member: Member, id: string) =>
      member.request('PUT', `/api/v4/commands/${id}/move`, { team_id: second.id })
    expect((await move(alice, mine.id)).status).toBe(404)
    expect(await move(ws.admin, mine.id)).toMatchObject({
      status: 400,
      body: { id: 'api.command.move_command.creator_no_permission.app_error' },
    })
    expect((await move(ws.admin, theirs.id)).status).toBe(200)
    expect(await ws.admin.client.getCustomTeamCommands(second.id)).toMatchObject([
      { id: theirs.id },
    ])
    await alice.client.deleteCommand(mine.id)
    expect(await refusal(alice.client.deleteCommand(mine.id))).toEqual(missing)
  })
})
