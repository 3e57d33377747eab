import type { Draft } from '@mattermost/types/drafts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { nowhere, uploadOne } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

const forbidden = { status: 403, id: 'api.context.permissions.app_error' }

/** As the web app sends it: the whole draft, much of which is the server's to say. */
function write(
  member: Member,
  channelId: string,
  message: string,
  { connectionId = '', ...rest }: Partial<Draft> & { connectionId?: string } = {},
): Promise<Draft> {
  const draft = {
    create_at: 5,
    update_at: 7,
    delete_at: 9,
    user_id: member.id,
    channel_id: channelId,
    root_id: '',
    message,
    props: {},
    file_ids: [],
    ...rest,
  } as unknown as Draft
  return member.client.upsertDraft(draft, connectionId)
}

const list = (member: Member, teamId: string) =>
  member.client.getUserDrafts(teamId) as unknown as Promise<Draft[]>

const parse = (text: unknown) => JSON.parse(String(text))

describe('drafts', () => {
  test('MC-AUX-01 MC-WS-08 are on all devices of their author, who alone hears of them', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    using phone = await alice.socket()
    using desktop = await alice.socket()
    using other = await bob.socket()
    const hello = await desktop.until('hello')
    const connectionId = String(hello.data.connection_id)

    const first = await write(alice, townSquare.id, 'Dear', { connectionId })
    const second = await write(alice, townSquare.id, 'Dear all', { connectionId, type: 'reminder' })

    expect(first).toEqual({
      create_at: first.create_at,
      update_at: first.create_at,
      delete_at: 0,
      user_id: alice.id,
      channel_id: townSquare.id,
      root_id: '',
      message: 'Dear',
      type: '',
      props: {},
      file_ids: [],
      metadata: {},
    })
    expect(first.create_at).toBeGreaterThan(9)
    expect(second).toMatchObject({
      message: 'Dear all',
      type: 'reminder',
      create_at: first.create_at,
    })
    expect(await list(alice, team.id)).toEqual([second])
    expect(await list(bob, team.id)).toEqual([])

    await alice.client.deleteDraft(townSquare.id, '', connectionId)
    const gone = await phone.until('draft_deleted')
    expect(parse(gone.data.draft)).toMatchObject({ message: 'Dear all', channel_id: townSquare.id })
    expect(gone.broadcast).toMatchObject({ user_id: alice.id, channel_id: townSquare.id })
    const heard = phone.heard.filter(({ event }) => event === 'draft_created')
    expect(heard.map(({ data }) => parse(data.draft))).toEqual([first, second])
    expect(await list(alice, team.id)).toEqual([])
    // What comes after it on the same socket has arrived: the echo would have come before.
    const end = await bob.post(townSquare.id, 'the end')
    for (const socket of [desktop, other]) {
      await socket.until('posted', ({ data }) => parse(data.post).id === end.id)
      expect(socket.names.filter((name) => name.startsWith('draft'))).toEqual([])
    }
  })

  test('an empty one is deleted, and the answer is null', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    using socket = await alice.socket()
    await write(alice, townSquare.id, 'something')

    const body = { channel_id: townSquare.id, message: '' }
    const answer = await alice.request('POST', '/api/v4/drafts', body)

    expect([answer.status, answer.body]).toEqual([201, null])
    expect(answer.headers.get('content-type')).toBe('application/json')
    await socket.until('draft_deleted')
    expect(await list(alice, team.id)).toEqual([])
    expect((await alice.request('POST', '/api/v4/drafts', body)).status).toBe(201)
  })

  test('are apart for each thread, and known with their files and priority', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const root = await bob.post(townSquare.id, 'root')
    const file = await uploadOne(alice, townSquare.id, 'a.txt', 'text')
    const foreign = await uploadOne(bob, townSquare.id, 'b.txt', 'secret')
    const priority = { priority: 'urgent', requested_ack: true }

    const inChannel = await write(alice, townSquare.id, 'in the channel', {
      file_ids: [file.id, foreign.id],
      metadata: { priority } as unknown as NonNullable<Draft['metadata']>,
    })
    const inThread = await write(alice, townSquare.id, 'in the thread', {
      root_id: root.id,
      props: { disable_group_highlight: true },
    })

    expect(inChannel).toMatchObject({ priority, metadata: { priority } })
    expect(inChannel.metadata?.files?.map(({ id }) => id)).toEqual([file.id])
    expect(inThread.props).toEqual({ disable_group_highlight: true })
    expect(await list(alice, team.id)).toEqual([inThread, inChannel])
    await alice.client.deleteDraft(townSquare.id, root.id, '')
    expect(await list(alice, team.id)).toEqual([inChannel])
    await write(alice, townSquare.id, 'again', { root_id: root.id })
    await bob.client.deletePost(root.id)
    expect(await list(alice, team.id)).toEqual([inChannel])
  })

  test('are listed by team, together with those of direct channels', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const second = await ws.team()
    await ws.admin.client.addToTeam(second.team.id, alice.id)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    await write(alice, townSquare.id, 'one')
    await write(alice, second.townSquare.id, 'two')
    await write(alice, direct.id, 'direct')
    const texts = async (id: string) => (await list(alice, id)).map(({ message }) => message)

    expect(await texts(team.id)).toEqual(['direct', 'one'])
    expect(await texts(second.team.id)).toEqual(['direct', 'two'])
    const missing = { status: 404, id: 'app.team.get.find.app_error' }
    expect(await refusal(list(eve, team.id))).toEqual(missing)
    await alice.client.removeFromTeam(second.team.id, alice.id)
    expect(await texts(team.id)).toEqual(['direct', 'one'])
  })

  test('of somebody else are out of reach, for administrators too', async ({ ws }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    await write(alice, townSquare.id, 'mine')
    const path = `/api/v4/users/${alice.id}`
    for (const [method, url] of [
      ['GET', `${path}/teams/${team.id}/drafts`],
      ['DELETE', `${path}/channels/${townSquare.id}/drafts`],
      ['DELETE', `${path}/channels/${townSquare.id}/drafts/${nowhere(alice.id)}`],
    ] as const) {
      const { status, body } = await ws.admin.request(method, url)
      expect([status, body]).toMatchObject([403, { id: forbidden.id }])
    }
    expect(await list(alice, team.id)).toHaveLength(1)
    const missing = { status: 404, id: 'app.channel.get.existing.app_error' }
    expect(await refusal(write(eve, townSquare.id, 'x'))).toEqual(missing)
    expect(await refusal(write(alice, nowhere(townSquare.id), 'x'))).toEqual(missing)
  })

  test('that no post could become are refused', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const id = (name: string) => ({ status: 400, id: `model.draft.is_valid.${name}.app_error` })
    const { id: channelId } = townSquare
    expect(await refusal(write(alice, channelId, 'x'.repeat(16_384)))).toEqual(id('message_length'))
    const files = Array.from({ length: 11 }, () => nowhere(channelId))
    expect(await refusal(write(alice, channelId, 'x', { file_ids: files }))).toEqual(id('file_ids'))
    const long = { priority: 'x'.repeat(2_000) } as unknown as NonNullable<Draft['priority']>
    expect(await refusal(write(alice, channelId, 'x', { priority: long }))).toEqual(id('priority'))
    const rootId = nowhere(channelId)
    expect(await refusal(write(alice, channelId, 'x', { root_id: rootId }))).toEqual(id('root_id'))
    for (const body of [{}, [], 5, { channel_id: 'x' }, { channel_id: channelId, message: 5 }]) {
      expect((await alice.request('POST', '/api/v4/drafts', body)).status).toBe(400)
    }
    const archived = await ws.admin.client.createChannel({
      team_id: team.id,
      name: 'over',
      display_name: 'over',
      type: 'O',
    } as Parameters<typeof ws.admin.client.createChannel>[0])
    await ws.admin.client.deleteChannel(archived.id)
    expect(await refusal(write(ws.admin, archived.id, 'x'))).toEqual({
      status: 400,
      id: 'api.draft.create_draft.can_not_draft_to_deleted.error',
    })
  })
})

test('without ServiceSettings.AllowSyncedDrafts the endpoints answer 501', async () => {
  await using server = await openTestServer({ MM_SERVICESETTINGS_ALLOWSYNCEDDRAFTS: 'false' })
  const ws = await TestWorkspace.open(server.address)
  const { team, townSquare } = await ws.team()
  const disabled = { status: 501, id: 'api.drafts.disabled.app_error' }
  expect(await refusal(write(ws.admin, townSquare.id, 'x'))).toEqual(disabled)
  expect(await refusal(list(ws.admin, team.id))).toEqual(disabled)
  expect(await refusal(ws.admin.client.deleteDraft(townSquare.id, '', ''))).toEqual(disabled)
})
