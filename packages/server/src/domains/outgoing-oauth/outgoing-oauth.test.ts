import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { OutgoingOAuthConnection } from '@mattermost/types/integrations'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect, test } from 'vitest'
import { bestFor, covers } from './rules.ts'

const unusable = {
  status: 400,
  id: 'api.context.outgoing_oauth_connection.validate_connection_credentials.app_error',
}

type Answer = { status?: number; body?: string; location?: string }

/** A token endpoint of somebody else's, with what it was asked. */
async function openProvider() {
  const asked: URLSearchParams[] = []
  let next: Answer | undefined
  const server = createServer(async (request: IncomingMessage, response) => {
    asked.push(new URLSearchParams(await text(request)))
    const token = { access_token: `token-${asked.length}`, token_type: 'Bearer', expires_in: 600 }
    const { status = 200, body = JSON.stringify(token), location } = next ?? {}
    response.writeHead(status, location ? { Location: location } : {}).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
  return {
    url,
    asked,
    answerWith: (answer?: Answer) => {
      next = answer
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** A server of its own, whose time the test moves, and a provider that it may reach. */
async function open() {
  let now = Date.now()
  const provider = await openProvider()
  const server = await openTestServer({}, { clock: () => now })
  const ws = await TestWorkspace.open(server.address)
  const configure = (ServiceSettings: Record<string, unknown>) =>
    ws.admin.client.patchConfig({ ServiceSettings } as never)
  await configure({
    EnableOutgoingOAuthConnections: true,
    AllowedUntrustedInternalConnections: '127.0.0.1',
  })
  const { team } = await ws.team()
  const { outgoingOAuth } = await server.registry.ensureDefault()
  return {
    ws,
    team,
    provider,
    configure,
    headersFor: outgoingOAuth.headersFor,
    pass: (ms: number) => {
      now += ms
    },
    input: (rest: Partial<OutgoingOAuthConnection> = {}) =>
      ({
        name: 'Tickets',
        client_id: 'redoubt',
        client_secret: 'top-secret',
        oauth_token_url: provider.url,
        grant_type: 'client_credentials',
        audiences: ['https://tickets.example.org/api'],
        ...rest,
      }) as OutgoingOAuthConnection,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
    },
  }
}

describe('outgoing OAuth connections', () => {
  test('MC-INT-06 are kept with their secrets, which nobody reads', async () => {
    await using at = await open()
    const { ws, team, input } = at
    const { client } = ws.admin
    const made = await client.createOutgoingOAuthConnection(team.id, input())
    const changed = await client.editOutgoingOAuthConnection(team.id, {
      ...made,
      name: 'Tasks',
      client_secret: '',
    })
    const read = await client.getOutgoingOAuthConnection(team.id, made.id)
    const list = await client.getOutgoingOAuthConnections(team.id)
    for (const told of [made, changed, read, ...list]) {
      expect(told).toMatchObject({ id: made.id, client_secret: '', credentials_password: '' })
    }
    expect(list).toEqual([read])
    expect(read.name).toBe('Tasks')
    await client.deleteOutgoingOAuthConnection(made.id)
    expect(await refusal(client.getOutgoingOAuthConnection(team.id, made.id))).toEqual({
      status: 404,
      id: 'ent.outgoing_oauth_connections.get_connection.not_found.app_error',
    })
  })

  test('are for who may manage them; others who make integrations see the list', async () => {
    await using at = await open()
    const { ws, team, input, configure } = at
    const made = await ws.admin.client.createOutgoingOAuthConnection(team.id, input())
    const eve = await ws.member('eve')
    const denied = { status: 403, id: 'api.context.permissions.app_error' }
    expect(await refusal(eve.client.getOutgoingOAuthConnections(team.id))).toEqual(denied)
    expect(await refusal(eve.client.getOutgoingOAuthConnection(team.id, made.id))).toEqual(denied)
    expect(await refusal(eve.client.createOutgoingOAuthConnection(team.id, input()))).toEqual(
      denied,
    )
    expect(await refusal(eve.client.deleteOutgoingOAuthConnection(made.id))).toEqual(denied)
    expect(await refusal(eve.client.validateOutgoingOAuthConnection(team.id, input()))).toEqual(
      denied,
    )
    const lead = await ws.member('lead', team)
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, lead.id, true, true)
    const list = await lead.client.getOutgoingOAuthConnections(team.id)
    expect(list).toMatchObject([{ id: made.id, name: 'Tickets', client_id: '' }])
    const find = (audience: string) =>
      lead.client.getOutgoingOAuthConnectionsForAudience(team.id, audience)
    expect(await find('https://tickets.example.org/api/new')).toHaveLength(1)
    expect(await find('https://elsewhere.example.org')).toEqual([])

    await configure({ EnableOutgoingOAuthConnections: false })
    expect(await refusal(ws.admin.client.getOutgoingOAuthConnections(team.id))).toEqual({
      status: 501,
      id: 'api.context.outgoing_oauth_connection.not_available.configuration_disabled',
    })
    expect(await at.headersFor('https://tickets.example.org/api')).toEqual({})
  })

  test('have to be valid, and each address has one', async () => {
    await using at = await open()
    const { ws, team, input } = at
    const { client } = ws.admin
    const wrong: [Partial<OutgoingOAuthConnection>, string][] = [
      [{ name: '' }, 'name.error'],
      [{ client_id: '' }, 'client_id.error'],
      [{ client_secret: 'x'.repeat(256) }, 'client_secret.error'],
      [{ oauth_token_url: 'file:///etc/passwd' }, 'oauth_token_url.error'],
      [{ grant_type: 'implicit' as never }, 'grant_type.error'],
      [{ grant_type: 'password', credentials_username: 'me' }, 'password_credentials.error'],
      [{ audiences: [] }, 'audience.empty'],
      [{ audiences: ['tickets'] }, 'audience.error'],
    ]
    for (const [rest, what] of wrong) {
      expect(await refusal(client.createOutgoingOAuthConnection(team.id, input(rest)))).toEqual({
        status: 400,
        id: `model.outgoing_oauth_connection.is_valid.${what}`,
      })
    }
    await client.createOutgoingOAuthConnection(team.id, input())
    expect(await refusal(client.createOutgoingOAuthConnection(team.id, input()))).toEqual({
      status: 400,
      id: 'ent.outgoing_oauth_connections.connection_matching_audience_exists.app_error',
    })
  })

  test('are tried before they are trusted, and stored secrets go nowhere else', async () => {
    await using at = await open()
    await using other = await openProvider()
    const { ws, team, provider, input, configure } = at
    const { client } = ws.admin
    const validate = (rest: Partial<OutgoingOAuthConnection>) =>
      client.validateOutgoingOAuthConnection(team.id, input(rest))
    await configure({ AllowedUntrustedInternalConnections: '' })
    expect(await refusal(validate({}))).toEqual(unusable)
    await configure({ AllowedUntrustedInternalConnections: '127.0.0.1' })
    const credentials = { credentials_username: 'bot', credentials_password: 'pass' }
    expect(await validate({ grant_type: 'password', ...credentials })).toEqual({ status: 'OK' })
    expect(Object.fromEntries(provider.asked[0] ?? [])).toEqual({
      grant_type: 'password',
      client_id: 'redoubt',
      client_secret: 'top-secret',
      username: 'bot',
      password: 'pass',
    })
    const answers: Answer[] = [
      { status: 401, body: '{}' },
      { body: 'no JSON' },
      { body: 'null' },
      { body: '{"access_token":"a\\r\\nb"}' },
      { body: '{"access_token":"x","token_type":"mac"}' },
      { status: 307, location: other.url },
      { body: 'x'.repeat(100_000) },
    ]
    for (const answer of answers) {
      provider.answerWith(answer)
      expect(await refusal(validate({})), JSON.stringify(answer).slice(0, 80)).toEqual(unusable)
    }
    expect(other.asked).toEqual([])
    provider.answerWith()

    const made = await client.createOutgoingOAuthConnection(team.id, input())
    const { id } = made
    expect(await validate({ id, client_secret: '' })).toEqual({ status: 'OK' })
    const moved = { id, client_secret: '', oauth_token_url: other.url }
    expect(await refusal(validate(moved))).toMatchObject({ status: 400 })
    const edit = client.editOutgoingOAuthConnection(team.id, { ...made, ...moved })
    expect(await refusal(edit)).toMatchObject({ status: 400 })
    expect(other.asked).toEqual([])
  })

  test('give hooks and commands a token for their addresses, and renew it in time', async () => {
    await using at = await open()
    const { ws, team, provider, input, headersFor, pass } = at
    await ws.admin.client.createOutgoingOAuthConnection(team.id, input())
    const url = 'https://tickets.example.org/api/hook'
    expect(await headersFor('https://tickets.example.org.evil/api')).toEqual({})
    expect(provider.asked).toHaveLength(0)
    expect(await headersFor(url)).toEqual({ Authorization: 'Bearer token-1' })
    expect(await headersFor(url)).toEqual({ Authorization: 'Bearer token-1' })
    pass(600_000 - 29_000)
    expect(await headersFor(url)).toEqual({ Authorization: 'Bearer token-2' })
    provider.answerWith({ status: 500 })
    pass(600_000)
    await expect(headersFor(url)).rejects.toThrow('answered 500')
  })
})

describe('what a connection is for', () => {
  test('is one origin, and paths below its own', () => {
    const audience = 'https://a.example.org/api'
    for (const fitting of ['https://a.example.org/api', 'https://a.example.org/api/x?y=z']) {
      expect(covers(audience, fitting), fitting).toBe(true)
    }
    for (const strange of [
      'http://a.example.org/api',
      'https://a.example.org:8443/api',
      'https://a.example.org/apis',
      'https://a.example.org/',
      'https://a.example.org.evil/api',
      'https://evil/https://a.example.org/api',
      'https://a.example.org/api/../secret',
      'nonsense',
    ]) {
      expect(covers(audience, strange), strange).toBe(false)
    }
    expect(covers('https://a.example.org', 'https://a.example.org/any')).toBe(true)
  })

  test('the longest that fits wins', () => {
    const rows = [
      { name: 'all', audiences: ['https://a.example.org'] },
      { name: 'api', audiences: ['https://b.example.org', 'https://a.example.org/api'] },
    ]
    expect(bestFor(rows, 'https://a.example.org/api/x')?.name).toBe('api')
    expect(bestFor(rows, 'https://a.example.org/other')?.name).toBe('all')
    expect(bestFor(rows, 'https://c.example.org')).toBeUndefined()
  })
})
