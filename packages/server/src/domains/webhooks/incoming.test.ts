import type { IncomingWebhook } from '@mattermost/types/integrations'
import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

type Sent = { status: number; text: string; type: string | null }

/** As a program does it: without a session. */
async function send(
  url: string,
  hookId: string,
  body: string | FormData | Blob,
  type?: string,
): Promise<Sent> {
  const answer = await fetch(`${url}/hooks/${hookId}`, {
    method: 'POST',
    body,
    ...(type && { headers: { 'Content-Type': type } }),
  })
  return {
    status: answer.status,
    text: await answer.text(),
    type: answer.headers.get('content-type'),
  }
}

const sendJson = (url: string, hookId: string, body: unknown) =>
  send(url, hookId, JSON.stringify(body), 'application/json')

/** Status and error of a refusal. */
function refused({ status, text }: Sent): { status: number; id: string; message: string } {
  const { id, message } = JSON.parse(text)
  return { status, id, message }
}

async function postsOf(member: Member, channelId: string): Promise<Post[]> {
  const list = await member.client.getPosts(channelId)
  return list.order.flatMap((id) => list.posts[id] ?? []).filter((post) => post.props.from_webhook)
}

const nowhere = 'z'.repeat(26)
const general = 'web.incoming_webhook.general.app_error'

describe('incoming webhooks', () => {
  test('MC-HOOK-01 take JSON, a form with a payload, and a form of several parts', async ({
    ws,
  }) => {
    const { team, townSquare, alice } = await ws.trio()
    const hook = await ws.admin.client.createIncomingWebhook({
      channel_id: townSquare.id,
      display_name: 'Builds',
    })
    using socket = await alice.socket()

    const form = new FormData()
    form.set('text', 'in parts')
    form.set('attachments', JSON.stringify([{ text: 'attached' }]))
    const answers = [
      await sendJson(ws.url, hook.id, { text: 'as JSON', type: 'custom_build' }),
      await send(
        ws.url,
        hook.id,
        new URLSearchParams({ payload: JSON.stringify({ text: 'as a form' }) }).toString(),
        'application/x-www-form-urlencoded',
      ),
      await send(ws.url, hook.id, form),
      // Line ends as they are, where JSON wants them escaped.
      await send(ws.url, hook.id, '{"text": "two\nlines \\"quoted\\""}', 'text/plain'),
    ]

    for (const answer of answers) {
      expect(answer).toEqual({
        status: 200,
        text: 'ok',
        type: expect.stringMatching(/^text\/plain/),
      })
    }
    const posts = (await postsOf(alice, townSquare.id)).reverse()
    expect(posts.map(({ message, type }) => [message, type])).toEqual([
      ['as JSON', 'custom_build'],
      ['as a form', ''],
      ['in parts', 'slack_attachment'],
      ['two\nlines "quoted"', ''],
    ])
    expect(posts[0]).toMatchObject({
      user_id: ws.admin.id,
      props: { from_webhook: 'true', webhook_display_name: 'Builds' },
    })
    expect(posts[2]?.props.attachments).toEqual([{ text: 'attached' }])
    const heard = await socket.until('posted')
    expect(JSON.parse(String(heard.data.post)).props).toEqual(posts[0]?.props)
    const kept = await ws.admin.client.getIncomingWebhook(hook.id)
    expect(kept).toMatchObject({ team_id: team.id, user_id: ws.admin.id, channel_locked: false })
    expect(kept.last_used).toBeGreaterThan(0)
  })

  test('MC-HOOK-01 refuse what is no message, each with its reason', async ({ ws }) => {
    const { townSquare } = await ws.trio()
    const { id } = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })
    const parse = { status: 400, id: 'web.incoming_webhook.decode.app_error' }

    expect(refused(await send(ws.url, id, '{"text"', 'application/json'))).toMatchObject(parse)
    expect(
      refused(await send(ws.url, id, `{"${'\\"'.repeat(1000)}`, 'application/json')),
    ).toMatchObject(parse)
    expect(
      refused(await send(ws.url, id, 'text=x', 'application/x-www-form-urlencoded')),
    ).toMatchObject({ status: 400, id: 'web.incoming_webhook.parse_form.app_error' })
    expect(refused(await send(ws.url, id, new Blob(['{}'])))).toMatchObject({
      status: 400,
      id: 'web.incoming_webhook.media_type.app_error',
    })
    const bad = [
      [{ text: '' }, 400],
      [{ text: 7 }, 400],
      [[1], 400],
      [{ text: 'x', channel: 'nowhere' }, 404],
      [{ text: 'x', channel: '@nobody' }, 400],
      [{ text: 'x', type: 'system_join_team' }, 400],
    ] as const
    for (const [body, status] of bad) {
      expect(refused(await sendJson(ws.url, id, body))).toMatchObject({ status, id: general })
    }
    for (const unknown of [nowhere, 'no-id', '%F0%9F%98%80']) {
      expect(refused(await sendJson(ws.url, unknown, { text: 'x' }))).toMatchObject({
        status: 400,
        id: general,
        message: expect.stringContaining('no such webhook'),
      })
    }
    expect((await sendJson(ws.url, id, { text: 'nul \0 byte' })).status).toBe(200)
    const huge = JSON.stringify({ text: 'x'.repeat(400_000) })
    expect((await send(ws.url, id, huge, 'application/json')).status).toBe(413)
  })

  test('MC-HOOK-02 convert what is special in Slack; a Slack-format message renders', async ({
    ws,
  }) => {
    const { townSquare, alice } = await ws.trio()
    const { id } = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })

    const fromSlack = {
      channel: '#town-square',
      username: 'monkey-bot',
      icon_emoji: ':monkey_face:',
      text: `<!channel> <!here|here> <!everyone> <@${alice.id}> <https://example.org/1|Build 1> <@${nowhere}>`,
      attachments: [
        {
          fallback: 'New ticket from Andrea Lee',
          pretext: 'See <https://example.org/2|ticket 2>',
          color: '#36a64f',
          author_name: 'Andrea',
          title: 'Printing is broken',
          title_link: 'https://example.org/2',
          text: 'Ask <https://example.org/u|Ada>',
          fields: [
            { title: 'Priority', value: '<https://example.org/p|High>', short: 'true' },
            { title: 'Count', value: 7, short: false },
          ],
          mrkdwn_in: ['text', 'pretext'],
          footer: 'Slack API',
          ts: 1_424_000_000,
        },
        null,
      ],
    }
    expect((await sendJson(ws.url, id, fromSlack)).status).toBe(200)

    const [post] = await postsOf(alice, townSquare.id)
    expect(post).toMatchObject({
      message: `@channel @here @all @${alice.username} [Build 1](https://example.org/1) <@${nowhere}>`,
      type: 'slack_attachment',
      props: {
        attachments: [
          {
            fallback: 'New ticket from Andrea Lee',
            pretext: 'See [ticket 2](https://example.org/2)',
            color: '#36a64f',
            title: 'Printing is broken',
            text: 'Ask [Ada](https://example.org/u)',
            fields: [
              { title: 'Priority', value: '[High](https://example.org/p)', short: true },
              { title: 'Count', value: 7, short: false },
            ],
            ts: 1_424_000_000,
          },
        ],
      },
    })
  })

  test('MC-HOOK-03 a locked one writes into its own channel only', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const offTopic = await ws.admin.client.getChannelByName(team.id, 'off-topic')
    const locked = await ws.admin.client.createIncomingWebhook({
      channel_id: townSquare.id,
      channel_locked: true,
    })
    const free = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })

    const elsewhere = { text: 'elsewhere', channel: 'off-topic' }
    for (const channel of ['off-topic', `@${alice.username}`]) {
      const answer = await sendJson(ws.url, locked.id, { text: 'elsewhere', channel })
      expect(refused(answer)).toMatchObject({
        status: 403,
        id: general,
        message: expect.stringContaining('its own channel'),
      })
    }
    expect(
      (await sendJson(ws.url, locked.id, { ...elsewhere, channel: 'town-square' })).status,
    ).toBe(200)
    expect((await sendJson(ws.url, free.id, elsewhere)).status).toBe(200)
    expect((await postsOf(alice, offTopic.id)).map(({ message }) => message)).toEqual(['elsewhere'])

    const toOne = { text: 'for you', channel: `@${alice.username}` }
    expect((await sendJson(ws.url, free.id, toOne)).status).toBe(200)
    const direct = await alice.client.createDirectChannel([alice.id, ws.admin.id])
    expect(await postsOf(alice, direct.id)).toMatchObject([{ message: 'for you' }])
  })

  test('ask of their readers what a post can ask, and no more', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const { id } = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })
    const wish = { priority: 'urgent', requested_ack: true }
    const text = `${'x'.repeat(16_000)}\n${'y'.repeat(1_000)}`
    expect((await sendJson(ws.url, id, { text, priority: wish })).status).toBe(200)
    const form = new FormData()
    form.set('text', 'in parts')
    form.set('priority', JSON.stringify({ priority: 'important' }))
    expect((await send(ws.url, id, form)).status).toBe(200)
    expect((await sendJson(ws.url, id, { text: 'none', priority: null })).status).toBe(200)

    const posts = (await postsOf(alice, townSquare.id)).reverse()
    expect(posts.map(({ metadata }) => metadata.priority?.priority)).toEqual([
      'urgent',
      undefined,
      'important',
      undefined,
    ])
    expect(posts[0]?.metadata.priority).toMatchObject(wish)
    for (const priority of [
      'urgent',
      { priority: 'whatever' },
      { persistent_notifications: true },
    ]) {
      const answer = await sendJson(ws.url, id, { text: 'x', priority })
      expect(refused(answer)).toMatchObject({ status: 400, id: general })
    }
  })

  test('MC-HOOK-04 a long text becomes several messages, cut at line ends', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const { id } = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })
    const line = `${'😀'.repeat(99)}\n`
    const text = line.repeat(200) + 'z'.repeat(17_000)

    const attachments = [{ text: 'last' }]
    expect((await sendJson(ws.url, id, { text, attachments })).status).toBe(200)

    const posts = (await postsOf(alice, townSquare.id)).reverse()
    expect(posts.map(({ message }) => [...message].length)).toEqual([16_299, 3_699, 16_383, 617])
    const parts = posts.map(({ message }) => message)
    expect(`${parts[0]}\n${parts[1]}\n${parts[2]}${parts[3]}`).toBe(text)
    expect(posts.map(({ props }) => Boolean(props.attachments))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  test('MC-HOOK-06 show as somebody else only where that is allowed', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const message = {
      text: 'x',
      username: 'ci',
      icon_url: 'https://example.org/i.png',
      icon_emoji: ':ghost:',
      props: { override_username: 'root', from_bot: 'true', own: 'kept' },
    }
    const hook = await ws.admin.client.createIncomingWebhook({
      channel_id: townSquare.id,
      username: 'ignored',
    })
    expect(hook.username).toBe('')
    await sendJson(ws.url, hook.id, message)
    expect((await postsOf(alice, townSquare.id))[0]?.props).toEqual({
      from_webhook: 'true',
      own: 'kept',
    })

    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE: 'true',
      MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE: 'true',
    })
    const other = await TestWorkspace.open(server.address)
    const { townSquare: square } = await other.team()
    const named = await other.admin.client.createIncomingWebhook({
      channel_id: square.id,
      username: 'builder',
    })
    await sendJson(other.url, named.id, { text: 'by its own name' })
    using socket = await other.admin.socket()
    await sendJson(other.url, named.id, message)
    expect((await socket.until('posted')).data.sender_name).toBe('ci')
    const [second, first] = await postsOf(other.admin, square.id)
    expect(first?.props).toEqual({ from_webhook: 'true', override_username: 'builder' })
    expect(second?.props).toEqual({
      from_webhook: 'true',
      own: 'kept',
      override_username: 'ci',
      override_icon_url: 'https://example.org/i.png',
      override_icon_emoji: 'ghost',
    })
    expect(
      await refusal(
        other.admin.client.createIncomingWebhook({ channel_id: square.id, username: 'not a name' }),
      ),
    ).toEqual({ status: 400, id: 'api.incoming_webhook.invalid_username.app_error' })
  })

  test('MC-HOOK-07 write with the rights of their owner, and no others', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const secret = await bob.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as never)
    const { id } = await alice.client.createIncomingWebhook({ channel_id: townSquare.id })

    expect(refused(await sendJson(ws.url, id, { text: 'x', channel: 'secret' }))).toMatchObject({
      status: 403,
      id: general,
      message: expect.stringContaining('may not read'),
    })
    await bob.client.addToChannel(alice.id, secret.id)
    expect((await sendJson(ws.url, id, { text: 'x', channel: '#secret' })).status).toBe(200)

    await ws.admin.client.updateUserActive(alice.id, false)
    expect(refused(await sendJson(ws.url, id, { text: 'x' }))).toMatchObject({ status: 403 })
  })

  test('are managed by those who may; other people see none', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const offTopic = await ws.admin.client.getChannelByName(team.id, 'off-topic')
    const mine = await alice.client.createIncomingWebhook({
      channel_id: townSquare.id,
      display_name: 'Mine',
    })
    const theirs = await alice.client.createIncomingWebhook({
      channel_id: townSquare.id,
      user_id: ws.admin.id,
    })

    for (const outsider of [bob, eve]) {
      const create = outsider.client.createIncomingWebhook({ channel_id: townSquare.id })
      expect((await refusal(create)).status).toBe(outsider === bob ? 403 : 404)
      expect(await refusal(outsider.client.getIncomingWebhook(mine.id))).toEqual({
        status: 404,
        id: 'app.webhooks.get_incoming.app_error',
      })
      expect((await refusal(outsider.client.getIncomingWebhooks(team.id))).status).toBe(403)
    }
    expect(await refusal(alice.client.getIncomingWebhook(nowhere))).toEqual({
      status: 404,
      id: 'app.webhooks.get_incoming.app_error',
    })

    const list = (await alice.client.getIncomingWebhooks(team.id)) as IncomingWebhook[]
    expect(list.map(({ id }) => id).sort()).toEqual([mine.id, theirs.id].sort())
    expect(await ws.admin.client.getIncomingWebhooks(team.id, 0, 1, true)).toMatchObject({
      incoming_webhooks: [{ team_id: team.id }],
      total_count: 2,
    })
    const changed = await alice.client.updateIncomingWebhook({
      ...mine,
      channel_id: offTopic.id,
      display_name: 'Moved',
      channel_locked: true,
    })
    expect(changed).toMatchObject({ id: mine.id, channel_id: offTopic.id, display_name: 'Moved' })
    const tooLong = { ...mine, description: 'x'.repeat(501) }
    expect(await refusal(alice.client.updateIncomingWebhook(tooLong))).toEqual({
      status: 400,
      id: 'model.incoming_hook.description.app_error',
    })
    const elsewhere = { ...mine, team_id: nowhere }
    expect(await refusal(alice.client.updateIncomingWebhook(elsewhere))).toEqual({
      status: 400,
      id: 'api.webhook.team_mismatch.app_error',
    })

    await alice.client.removeIncomingWebhook(theirs.id)
    expect(refused(await sendJson(ws.url, theirs.id, { text: 'x' })).status).toBe(400)
    await ws.admin.client.deleteChannel(offTopic.id)
    expect((await refusal(alice.client.getIncomingWebhook(mine.id))).status).toBe(404)
    expect(refused(await sendJson(ws.url, mine.id, { text: 'x' })).status).toBe(400)
  })

  test('are off where the server says so', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLEINCOMINGWEBHOOKS: 'false',
      MM_SERVICESETTINGS_ENABLEOUTGOINGWEBHOOKS: 'false',
      MM_SERVICESETTINGS_ENABLECOMMANDS: 'false',
    })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    const { client } = ws.admin
    expect(refused(await sendJson(ws.url, nowhere, { text: 'x' }))).toMatchObject({ status: 501 })
    expect(await refusal(client.createIncomingWebhook({ channel_id: townSquare.id }))).toEqual({
      status: 501,
      id: 'api.incoming_webhook.disabled.app_error',
    })
    expect(await refusal(client.getOutgoingWebhooks('', team.id))).toEqual({
      status: 501,
      id: 'api.outgoing_webhook.disabled.app_error',
    })
    expect(await refusal(client.executeCommand('/away', { channel_id: townSquare.id }))).toEqual({
      status: 501,
      id: 'api.command.disabled.app_error',
    })
  })
})
