import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import type { TestProgram } from '@redoubt/testkit/program.ts'
import { test } from '@redoubt/testkit/program-server.ts'
import { test as guardedTest } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

type Action = Record<string, unknown> & { id: string; cookie?: string }

const notDone = { status: 400, id: 'api.post.do_action.action_integration.app_error' }
const secret = 'only-the-program-may-know'

/** Attachments with a button and a menu, as a bot would send them. */
function attachments(program: TestProgram) {
  const integration = { url: `${program.url}/act`, context: { secret, count: 1 } }
  return [
    {
      text: 'Choose',
      fields: [{ title: 'a', value: 'b', short: 'true' }],
      actions: [
        { id: 'approve', name: 'Approve', style: 'primary', integration },
        { name: 'Whom', type: 'select', data_source: 'users', integration, cookie: 'forged' },
        { id: 'dead', name: 'Nothing behind it' },
      ],
    },
  ]
}

function actionsOf(post: Post): Action[] {
  const [first] = post.props.attachments as { actions: Action[] }[]
  return first?.actions ?? []
}

function postWith(member: Member, channelId: string, program: TestProgram): Promise<Post> {
  return member.post(channelId, 'look', { props: { attachments: attachments(program) } as never })
}

const parse = (text: unknown): Post => JSON.parse(String(text))

describe('actions of message attachments', () => {
  test('MC-ACT-01 a button tells its program, whose answer replaces the message', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const post = await postWith(alice, townSquare.id, program)
    await alice.client.pinPost(post.id)
    using socket = await bob.socket()
    program.reply = () => ({
      json: {
        update: {
          message: 'approved',
          props: { from_webhook: 'true', own: 1, attachments: [{ text: 'done' }] },
        },
        ephemeral_text: 'see <https://a.b|it>',
      },
    })

    const done = await bob.client.doPostAction(post.id, 'approve')

    expect(done).toEqual({ status: 'OK', trigger_id: expect.stringMatching(/^[a-z0-9]{26}$/) })
    expect(program.calls[0]?.path).toBe('/act')
    const { trigger_id, ...told } = program.calls[0]?.json ?? {}
    expect(told).toEqual({
      user_id: bob.id,
      user_name: bob.username,
      channel_id: townSquare.id,
      channel_name: 'town-square',
      team_id: team.id,
      team_domain: team.name,
      post_id: post.id,
      type: 'button',
      data_source: '',
      context: { secret, count: 1 },
    })
    const [clientId, userId] = Buffer.from(String(trigger_id), 'base64').toString().split(':')
    expect([clientId, userId]).toEqual([done.trigger_id, bob.id])
    const after = await bob.client.getPost(post.id)
    expect(after).toMatchObject({
      id: post.id,
      message: 'approved',
      is_pinned: true,
      user_id: alice.id,
      props: { own: 1, attachments: [{ text: 'done' }] },
    })
    // Nobody gives it out as somebody else's afterwards.
    expect(after.props.from_webhook).toBeUndefined()
    expect(after.edit_at).toBeGreaterThan(0)
    const edited = await socket.until('post_edited', ({ data }) => parse(data.post).id === post.id)
    expect(parse(edited.data.post).message).toBe('approved')
    const whispered = await socket.until('ephemeral_message')
    expect(parse(whispered.data.post)).toMatchObject({
      message: 'see [it](https://a.b)',
      type: 'system_ephemeral',
      channel_id: townSquare.id,
    })
    expect(await refusal(eve.client.doPostAction(post.id, 'approve'))).toEqual({
      status: 404,
      id: 'app.post.get.app_error',
    })
    expect(await refusal(bob.client.doPostAction(post.id, 'approve'))).toEqual({
      status: 404,
      id: 'api.post.do_action.action_id.app_error',
    })
  })

  test('MC-ACT-01 a program that fails is told of, and changes nothing', async ({
    ws,
    program,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await postWith(alice, townSquare.id, program)
    for (const reply of [
      { status: 500, json: { update: { message: 'no' } } },
      { text: 'not JSON' },
      { json: { update: 'no' } },
      { json: { update: { message: 'x'.repeat(20_000) } } },
    ]) {
      program.reply = () => reply
      const { status } = await refusal(bob.client.doPostAction(post.id, 'approve'))
      expect(status).toBe(400)
    }
    program.reply = () => ({ json: { ephemeral_text: 'x'.repeat(2_000_000) } })
    expect(await refusal(bob.client.doPostAction(post.id, 'approve'))).toEqual(notDone)
    expect((await bob.client.getPost(post.id)).message).toBe('look')
    program.reply = () => ({ text: '' })
    expect((await bob.client.doPostAction(post.id, 'approve')).status).toBe('OK')
    const dead = { status: 404, id: 'api.post.do_action.action_id.app_error' }
    expect(await refusal(bob.client.doPostAction(post.id, 'dead'))).toEqual(dead)
    expect(await refusal(bob.client.doPostAction(post.id, 'unknown'))).toEqual(dead)
  })

  test('MC-ACT-01 an answer that says nothing of the props keeps them', async ({ ws, program }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await postWith(alice, townSquare.id, program)
    program.reply = () => ({ json: { update: { message: 'seen' } } })
    await bob.client.doPostAction(post.id, 'approve')
    const seen = await bob.client.getPost(post.id)
    expect(seen).toMatchObject({ message: 'seen', props: post.props })
    program.reply = () => ({ json: { update: { message: 'over', props: {} } } })
    await bob.client.doPostAction(post.id, 'approve')
    expect(await bob.client.getPost(post.id)).toMatchObject({ message: 'over', props: {} })
  })

  guardedTest('reach nothing inside unless it is allowed', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const integration = { url: ws.url, context: {} }
    const post = await alice.post(townSquare.id, 'x', {
      props: { attachments: [{ actions: [{ id: 'inside', name: 'x', integration }] }] } as never,
    })
    expect(await refusal(alice.client.doPostAction(post.id, 'inside'))).toEqual(notDone)
  })

  test('MC-ACT-02 on an ephemeral message a sealed cookie stands for what is not stored', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    await ws.admin.client.addCommand({
      team_id: team.id,
      trigger: 'menu',
      method: 'P',
      url: `${program.url}/menu`,
    } as never)
    using socket = await bob.socket()
    program.reply = ({ path }) =>
      path === '/menu'
        ? { json: { text: 'pick', attachments: attachments(program) } }
        : { json: { update: { message: 'picked', props: { attachments: attachments(program) } } } }

    await bob.client.executeCommand('/menu', { channel_id: townSquare.id })
    const shown = parse((await socket.until('ephemeral_message')).data.post)
    const [button, menu, dead] = actionsOf(shown)
    expect(JSON.stringify(shown)).not.toContain(secret)
    expect(dead?.cookie).toBeUndefined()
    const cookie = button?.cookie ?? ''
    expect(cookie).toMatch(/^[A-Za-z0-9+/]+=*$/)

    const done = await bob.client.doPostActionWithCookie(shown.id, 'approve', cookie)
    expect(done.status).toBe('OK')
    expect(program.calls[1]?.json).toMatchObject({
      post_id: shown.id,
      user_id: bob.id,
      channel_id: townSquare.id,
      context: { secret, count: 1 },
    })
    const edited = parse((await socket.until('post_edited')).data.post)
    expect(edited).toMatchObject({ id: shown.id, message: 'picked', type: 'system_ephemeral' })
    expect(edited.props.from_webhook).toBe('true')
    expect(actionsOf(edited)[0]?.cookie).toBeTruthy()

    const tampered = `${cookie.slice(0, 20)}${cookie[20] === 'A' ? 'B' : 'A'}${cookie.slice(21)}`
    const other = menu?.cookie ?? ''
    for (const bad of [tampered, other, 'no cookie', cookie.slice(0, 30)]) {
      const click = bob.client.doPostActionWithCookie(shown.id, 'approve', bad)
      expect(await refusal(click)).toEqual(notDone)
    }
    const elsewhere = bob.client.doPostActionWithCookie('z'.repeat(26), 'approve', cookie)
    expect(await refusal(elsewhere)).toEqual(notDone)
    expect((await refusal(bob.client.doPostAction(shown.id, 'approve'))).status).toBe(404)
    expect(program.calls.length).toBe(2)

    await ws.admin.client.removeFromTeam(team.id, alice.id)
    const gone = alice.client.doPostActionWithCookie(shown.id, 'approve', cookie)
    expect((await refusal(gone)).status).toBe(404)
  })

  test('MC-ACT-05 a menu tells what was chosen, and from what', async ({ ws, program }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const post = await postWith(alice, townSquare.id, program)
    const [, menu] = actionsOf(post)
    expect(menu).toMatchObject({ type: 'select', data_source: 'users' })
    expect(menu?.id).toMatch(/^[a-z0-9]{26}$/)

    await bob.client.doPostAction(post.id, menu?.id ?? '', alice.id)

    expect(program.calls[0]?.json).toMatchObject({
      type: 'select',
      data_source: 'users',
      context: { secret, selected_option: alice.id },
    })
  })

  test('MC-ACT-06 MC-META-06 what stands behind an action is never told', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const incoming = await ws.admin.client.createIncomingWebhook({ channel_id: townSquare.id })
    using socket = await bob.socket()
    const created = await postWith(alice, townSquare.id, program)
    await fetch(`${ws.url}/hooks/${incoming.id}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'by a hook', attachments: attachments(program) }),
    })
    const reply = await alice.post(townSquare.id, 'a reply', {
      root_id: created.id,
      props: { attachments: attachments(program) } as never,
    })
    // As clients edit: with the props that they were shown.
    const edited = await alice.client.updatePost({ ...created, message: 'changed' })
    await alice.client.patchPost({ id: reply.id, message: 'changed too' } as Post)
    await bob.client.pinPost(created.id)
    await socket.until('post_edited', ({ data }) => parse(data.post).is_pinned)

    const told = JSON.stringify([
      created,
      edited,
      reply,
      socket.heard,
      await bob.client.getPosts(townSquare.id),
      await bob.client.getPost(created.id),
      await bob.client.getPostThread(created.id),
      await bob.client.getPinnedPosts(townSquare.id),
      await alice.client.getPostEditHistory(created.id),
      await alice.request('POST', '/api/v4/posts/ids', [created.id, reply.id]),
      await bob.request('GET', `/api/v4/users/me/posts/flagged`),
      await bob.request('GET', `/api/v4/users/me/teams/${team.id}/threads?extended=true`),
      await bob.request('POST', `/api/v4/teams/${team.id}/posts/search`, { terms: 'changed' }),
    ])
    expect(told).toContain('approve')
    expect(told).not.toContain(secret)
    expect(told).not.toContain(program.url)
    expect(told).not.toContain('forged')

    // The edit has lost nothing: the button still works.
    await bob.client.doPostAction(created.id, 'approve')
    expect(program.calls[0]?.json.context).toEqual({ secret, count: 1 })
    const attachment = (created.props.attachments as Record<string, unknown>[])[0]
    expect(attachment?.fields).toEqual([{ title: 'a', value: 'b', short: true }])
  })

  test('attachments of any form are stored, and shown in theirs', async ({ ws }) => {
    const { townSquare, alice } = await ws.trio()
    const odd = [
      7,
      null,
      'text',
      { text: 12, color: {}, fields: 'x', actions: [null, { id: 'a b', name: 'x' }] },
    ]
    const post = await alice.post(townSquare.id, 'odd', { props: { attachments: odd } as never })
    expect(post.props.attachments).toEqual([
      { text: '12', actions: [{ id: expect.stringMatching(/^[a-z0-9]{26}$/), name: 'x' }] },
    ])
    const none = await alice.post(townSquare.id, 'none', { props: { attachments: 'x' } as never })
    expect(none.props).toEqual({})
  })
})
