import type { Command } from '@mattermost/types/integrations'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/program-server.ts'
import { describe, expect } from 'vitest'

function custom(member: Member, teamId: string, rest: Partial<Command>): Promise<Command> {
  return member.client.addCommand({ team_id: teamId, method: 'P', ...rest } as Command)
}

describe('custom slash commands', () => {
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
})
