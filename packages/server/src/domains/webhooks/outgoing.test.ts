import type { Channel } from '@mattermost/types/channels'
import type { OutgoingWebhook } from '@mattermost/types/integrations'
import type { Team } from '@mattermost/types/teams'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { openProgram } from '@redoubt/testkit/program.ts'
import { test } from '@redoubt/testkit/program-server.ts'
import { test as guardedTest } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

const nowhere = 'z'.repeat(26)

function hook(
  member: Member,
  team: Team,
  url: string,
  rest: Partial<OutgoingWebhook>,
): Promise<OutgoingWebhook> {
  return member.client.createOutgoingWebhook({
    team_id: team.id,
    display_name: 'Listener',
    callback_urls: [url],
    ...rest,
  } as OutgoingWebhook)
}

async function saidIn(member: Member, channel: Channel) {
  const { order, posts } = await member.client.getPosts(channel.id)
  return order.flatMap((id) => posts[id] ?? []).filter((post) => post.props.from_webhook)
}

describe('outgoing webhooks', () => {
  test('MC-HOOK-05 hear first words, beginnings of them, or all; and answer in the thread', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice } = await ws.trio()
    const offTopic = await ws.admin.client.getChannelByName(team.id, 'off-topic')
    const exact = await hook(ws.admin, team, `${program.url}/exact`, { trigger_words: ['deploy'] })
    await hook(ws.admin, team, `${program.url}/start`, { trigger_words: ['de'], trigger_when: 1 })
    await hook(ws.admin, team, `${program.url}/all`, {
      channel_id: offTopic.id,
      content_type: 'application/json',
    })
    program.reply = ({ path }) =>
      path === '/exact'
        ? { json: { text: 'on <https://a.b|it>', response_type: 'comment' } }
        : undefined

    const post = await alice.post(townSquare.id, 'deploy it')
    await expect.poll(() => program.calls.length).toBe(2)
    const told = program.calls.find(({ path }) => path === '/exact')
    expect(told?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(told?.form ?? [])).toEqual({
      token: exact.token,
      team_id: team.id,
      team_domain: team.name,
      channel_id: townSquare.id,
      channel_name: 'town-square',
      timestamp: String(Math.floor(post.create_at / 1000)),
      user_id: alice.id,
      user_name: alice.username,
      post_id: post.id,
      text: 'deploy it',
      trigger_word: 'deploy',
      file_ids: '',
    })
    await expect
      .poll(async () => (await saidIn(alice, townSquare)).map(({ message }) => message))
      .toEqual(['on [it](https://a.b)'])
    const [comment] = await saidIn(alice, townSquare)
    expect(comment).toMatchObject({ root_id: post.id, user_id: ws.admin.id })
    expect(comment?.props.webhook_display_name).toBe('Listener')

    await alice.post(townSquare.id, 'deployment')
    await alice.post(townSquare.id, 'we deploy')
    const all = await alice.post(offTopic.id, 'whatever', { root_id: '' })
    await expect.poll(() => program.calls.length).toBe(4)
    expect(program.calls.slice(2).map(({ path }) => path)).toEqual(['/start', '/all'])
    expect(program.calls[3]?.json).toMatchObject({
      post_id: all.id,
      timestamp: all.create_at,
      trigger_word: '',
      text: 'whatever',
    })
  })

  test('MC-HOOK-05 answer with a message of their own; what programs say wakes nobody', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const secret = await alice.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as Channel)
    await hook(ws.admin, team, program.url, { trigger_words: ['ping'] })
    const incoming = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })
    program.reply = () => ({
      json: {
        text: 'ping back',
        attachments: [{ text: 'a' }],
        props: { own: 1, from_bot: 'true' },
      },
    })

    await alice.post(secret.id, 'ping in secret')
    await fetch(`${ws.url}/hooks/${incoming.id}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'ping by a hook' }),
    })
    const { id } = await bob.post(townSquare.id, 'ping')

    await expect.poll(async () => (await saidIn(alice, townSquare))[0]?.message).toBe('ping back')
    const [answer] = await saidIn(alice, townSquare)
    expect(answer).toMatchObject({
      root_id: '',
      type: 'slack_attachment',
      props: { own: 1, from_webhook: 'true', attachments: [{ text: 'a' }] },
    })
    expect(answer?.props.from_bot).toBeUndefined()
    expect(program.calls.map(({ form }) => form.get('post_id'))).toEqual([id])
  })

  test('nonsense and errors of a program concern nobody', async ({ ws, program }) => {
    const { team, townSquare, alice } = await ws.trio()
    await hook(ws.admin, team, program.url, { trigger_words: ['ping'] })
    const replies = [
      { status: 500, json: { text: 'not said' } },
      { text: 'not JSON' },
      { json: { text: 7 } },
      { json: { text: '' } },
    ]
    program.reply = () => replies[program.calls.length - 1] ?? { json: { text: 'at last' } }

    for (let count = 0; count <= replies.length; count++) {
      await alice.post(townSquare.id, 'ping')
      await expect.poll(() => program.calls.length).toBe(count + 1)
    }
    await expect
      .poll(async () => (await saidIn(alice, townSquare)).map(({ message }) => message))
      .toEqual(['at last'])
  })

  guardedTest('reach nothing inside unless it is allowed', async ({ ws }) => {
    await using program = await openProgram()
    const { team, townSquare, alice } = await ws.trio()
    await hook(ws.admin, team, program.url, { trigger_words: ['ping'] })
    await alice.post(townSquare.id, 'ping')

    // A command to the same address is refused to its caller, who can tell.
    await ws.admin.client.addCommand({
      team_id: team.id,
      trigger: 'inside',
      method: 'P',
      url: program.url,
    } as never)
    expect(
      await refusal(alice.client.executeCommand('/inside', { channel_id: townSquare.id })),
    ).toEqual({ status: 500, id: 'api.command.execute_command.failed.app_error' })
    expect(program.calls).toEqual([])
  })

  test('are managed by those who may, and valid', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const secret = await alice.client.createChannel({
      team_id: team.id,
      name: 'secret',
      display_name: 'Secret',
      type: 'P',
    } as Channel)
    const url = 'https://example.org/hook'
    const mine = await hook(alice, team, url, { channel_id: townSquare.id, trigger_words: ['a'] })
    expect(mine).toMatchObject({
      creator_id: alice.id,
      trigger_when: 0,
      callback_urls: [url],
      delete_at: 0,
    })
    expect(mine.token).toMatch(/^[a-z0-9]{26}$/)

    const refusals: [Partial<OutgoingWebhook>, number, string][] = [
      [{}, 400, 'api.webhook.create_outgoing.triggers.app_error'],
      [{ channel_id: secret.id }, 403, 'api.webhook.create_outgoing.not_open.app_error'],
      [
        { channel_id: townSquare.id, trigger_words: ['a'] },
        400,
        'api.webhook.create_outgoing.intersect.app_error',
      ],
      [
        { trigger_words: ['x'], callback_urls: ['ftp://a'] },
        400,
        'model.outgoing_hook.is_valid.url.app_error',
      ],
      [
        { trigger_words: ['x'], callback_urls: [] },
        400,
        'model.outgoing_hook.is_valid.callback.app_error',
      ],
      [{ trigger_words: ['x'.repeat(1100)] }, 400, 'model.outgoing_hook.is_valid.words.app_error'],
      [{ trigger_words: [''] }, 400, 'model.outgoing_hook.is_valid.trigger_words.app_error'],
    ]
    for (const [fields, status, id] of refusals) {
      expect(await refusal(hook(alice, team, url, fields))).toEqual({ status, id })
    }
    for (const outsider of [bob, eve]) {
      const attempt = hook(outsider, team, url, { trigger_words: ['b'] })
      expect((await refusal(attempt)).status).toBe(outsider === bob ? 403 : 404)
      expect(await refusal(outsider.client.getOutgoingWebhook(mine.id))).toEqual({
        status: 404,
        id: 'app.webhooks.get_outgoing.app_error',
      })
      expect((await refusal(outsider.client.regenOutgoingHookToken(mine.id))).status).toBe(404)
      expect((await refusal(outsider.client.getOutgoingWebhooks('', team.id))).status).toBe(403)
    }
    expect((await refusal(alice.client.getOutgoingWebhook(nowhere))).status).toBe(404)

    expect(await alice.client.getOutgoingWebhook(mine.id)).toEqual(mine)
    expect(await ws.admin.client.getOutgoingWebhooks(townSquare.id)).toEqual([mine])
    expect(await alice.client.getOutgoingWebhooks('', team.id)).toEqual([mine])
    const changed = await alice.client.updateOutgoingWebhook({
      ...mine,
      trigger_words: ['b'],
      trigger_when: 1,
    })
    expect(changed).toMatchObject({ trigger_words: ['b'], trigger_when: 1, token: mine.token })
    const other = await hook(alice, team, url, { channel_id: townSquare.id, trigger_words: ['c'] })
    const same = { ...other, trigger_words: ['b'] }
    expect(await refusal(alice.client.updateOutgoingWebhook(same))).toEqual({
      status: 400,
      id: 'api.webhook.update_outgoing.intersect.app_error',
    })
    const renewed = await alice.client.regenOutgoingHookToken(mine.id)
    expect(renewed.token).not.toBe(mine.token)
    await alice.client.removeOutgoingWebhook(other.id)
    expect((await refusal(alice.client.getOutgoingWebhook(other.id))).status).toBe(404)
  })
})
