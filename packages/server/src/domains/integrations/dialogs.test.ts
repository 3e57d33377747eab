import type { DialogElement, DialogSubmission } from '@mattermost/types/integrations'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import type { TestProgram } from '@redoubt/testkit/program.ts'
import { openCallingWorkspace, test } from '@redoubt/testkit/program-server.ts'
import { describe, expect } from 'vitest'

const element = (rest: Partial<DialogElement> = {}) => ({
  display_name: 'Reason',
  name: 'reason',
  type: 'text',
  ...rest,
})

const dialog = (rest: Record<string, unknown> = {}) => ({
  callback_id: 'ask',
  title: 'Why?',
  elements: [element()],
  state: 'kept',
  notify_on_cancel: true,
  ...rest,
})

/** Opens a dialog as programs do: without a session. */
async function openDialog(url: string, body: unknown): Promise<{ status: number; id?: string }> {
  const answer = await fetch(`${url}/api/v4/actions/dialogs/open`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { id } = (await answer.json()) as { id?: string }
  return { status: answer.status, ...(id && { id }) }
}

/** Somebody clicks: what the client knows of it, and what its program does. */
async function click(member: Member, channelId: string, program: TestProgram) {
  const integration = { url: `${program.url}/act`, context: {} }
  const post = await member.post(channelId, 'x', {
    props: { attachments: [{ actions: [{ id: 'go', name: 'Go', integration }] }] } as never,
  })
  const { trigger_id: clientId } = await member.client.doPostAction(post.id, 'go')
  return { clientId, triggerId: String(program.calls.at(-1)?.json.trigger_id) }
}

describe('dialogs', () => {
  test('MC-ACT-03 open for whoever has just clicked; an old or made-up trigger opens none', async ({
    program,
  }) => {
    let now = Date.now()
    await using open = await openCallingWorkspace({}, { clock: () => now })
    const { ws } = open
    const { townSquare, alice } = await ws.trio()
    using socket = await alice.socket()
    const { clientId, triggerId } = await click(alice, townSquare.id, program)
    const url = `${program.url}/submit`

    expect(await openDialog(ws.url, { trigger_id: triggerId, url, dialog: dialog() })).toEqual({
      status: 200,
    })
    const heard = await socket.until('open_dialog')
    expect(JSON.parse(String(heard.data.dialog))).toEqual({
      trigger_id: clientId,
      url,
      dialog: dialog(),
    })
    expect(heard.broadcast.user_id).toBe(alice.id)

    const text = Buffer.from(triggerId, 'base64').toString()
    const forged = Buffer.from(text.replace(alice.id, ws.admin.id)).toString('base64')
    const made = [
      [forged, 'interactive_message.decode_trigger_id.verify_signature_failed'],
      ['bm90aGluZw==', 'interactive_message.decode_trigger_id.missing_data'],
    ]
    for (const [trigger_id, id] of made) {
      expect(await openDialog(ws.url, { trigger_id, url, dialog: dialog() })).toEqual({
        status: 400,
        id,
      })
    }
    now += 30_001
    expect(await openDialog(ws.url, { trigger_id: triggerId, url, dialog: dialog() })).toEqual({
      status: 400,
      id: 'interactive_message.decode_trigger_id.expired',
    })
  })

  test('are refused where clients could not show them', async ({ ws, program }) => {
    const { townSquare, alice } = await ws.trio()
    const { triggerId } = await click(alice, townSquare.id, program)
    const attempt = (rest: Record<string, unknown>) =>
      openDialog(ws.url, { trigger_id: triggerId, url: program.url, dialog: dialog(rest) })

    const options = [{ text: 'One', value: '1' }]
    const fine = [
      { elements: null },
      { elements: [element({ type: 'select', data_source: 'channels' })] },
      { elements: [element({ type: 'radio', options })] },
      { elements: [element({ type: 'textarea', default: 'x'.repeat(3000), max_length: 3000 })] },
      {
        elements: [
          element({ type: 'select', data_source: 'dynamic', data_source_url: program.url }),
        ],
      },
      { elements: [element({ type: 'date' }), element({ name: 'b', type: 'bool' })] },
      // Longer than is advised, as programs are that run elsewhere.
      { title: 'x'.repeat(80) },
      { elements: [element({ display_name: 'x'.repeat(80), help_text: 'x'.repeat(300) })] },
      { elements: [element({ max_length: 500 })] },
    ]
    for (const rest of fine) expect(await attempt(rest)).toEqual({ status: 200 })
    const bad = [
      { title: '' },
      { elements: [element(), element()] },
      { elements: [element({ type: 'video' })] },
      { elements: [element({ name: '' })] },
      { elements: [element({ display_name: '' })] },
      { elements: [element({ default: true } as never)] },
      { elements: [element({ subtype: 'colour' })] },
      { elements: [element({ type: 'select' })] },
      { elements: [element({ type: 'select', data_source: 'posts' })] },
      { elements: [element({ type: 'select', data_source: 'users', options })] },
      { elements: [element({ type: 'select', data_source: 'dynamic' })] },
      { elements: [element({ min_length: 5, max_length: 2 })] },
    ]
    for (const rest of bad) {
      expect([rest, await attempt(rest)]).toEqual([
        rest,
        { status: 400, id: 'api.context.invalid_body_param.app_error' },
      ])
    }
  })

  test('MC-ACT-04 are handed in to their program, which may refuse fields or ask further', async ({
    ws,
    program,
  }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    const submission = {
      url: `${program.url}/submit`,
      callback_id: 'ask',
      state: 'kept',
      user_id: ws.admin.id,
      channel_id: townSquare.id,
      team_id: team.id,
      submission: { reason: 'because' },
      cancelled: false,
    } satisfies DialogSubmission

    program.reply = () => ({ json: { error: 'No.', errors: { reason: 'Too short' } } })
    const refused = await alice.client.submitInteractiveDialog(submission)
    expect(refused).toEqual({ error: 'No.', errors: { reason: 'Too short' } })
    expect(program.calls[0]?.json).toEqual({
      type: 'dialog_submission',
      callback_id: 'ask',
      state: 'kept',
      user_id: alice.id,
      channel_id: townSquare.id,
      team_id: team.id,
      submission: { reason: 'because' },
      cancelled: false,
    })

    program.reply = () => ({ json: { type: 'form', form: dialog({ title: 'Further' }) } })
    const further = await alice.client.submitInteractiveDialog({ ...submission, type: 'refresh' })
    expect(further).toEqual({ type: 'form', form: dialog({ title: 'Further' }) })
    expect(program.calls[1]?.json.type).toBe('refresh')

    program.reply = () => ({ text: '' })
    const cancelled = { ...submission, cancelled: true, submission: {} }
    expect(await alice.client.submitInteractiveDialog(cancelled)).toEqual({})
    expect(program.calls[2]?.json).toMatchObject({ cancelled: true, submission: {} })

    const nothing = { error: null, errors: null, type: null, form: null }
    program.reply = () => ({ json: nothing })
    expect(await alice.client.submitInteractiveDialog(submission)).toEqual(nothing)
    for (const json of [{ type: 'dance' }, { errors: 7 }]) {
      program.reply = () => ({ json })
      expect(await refusal(alice.client.submitInteractiveDialog(submission))).toEqual({
        status: 400,
        id: 'app.submit_interactive_dialog.invalid_response',
      })
    }
    program.reply = () => ({ text: 'not JSON' })
    expect(await refusal(alice.client.submitInteractiveDialog(submission))).toEqual({
      status: 400,
      id: 'app.submit_interactive_dialog.json_error',
    })
    program.reply = () => ({ status: 502, text: '' })
    expect(await refusal(alice.client.submitInteractiveDialog(submission))).toEqual({
      status: 400,
      id: 'api.post.do_action.action_integration.app_error',
    })
    const before = program.calls.length
    expect((await refusal(eve.client.submitInteractiveDialog(submission))).status).toBe(404)
    expect(program.calls.length).toBe(before)
  })

  test('MC-ACT-04 look up what can be chosen', async ({ ws, program }) => {
    const { team, townSquare, alice, eve } = await ws.trio()
    const asked = {
      url: `${program.url}/lookup`,
      callback_id: 'ask',
      state: '',
      user_id: alice.id,
      channel_id: townSquare.id,
      team_id: team.id,
      submission: { query: 'b', selected_field: 'city' },
      cancelled: false,
    } satisfies DialogSubmission
    program.reply = () => ({ json: { items: [{ text: 'Berlin', value: 'b', more: 1 }] } })

    expect(await alice.client.lookupInteractiveDialog(asked)).toEqual({
      items: [{ text: 'Berlin', value: 'b' }],
    })
    expect(program.calls[0]?.json).toMatchObject({
      type: 'dialog_lookup',
      submission: { query: 'b', selected_field: 'city' },
    })
    program.reply = () => ({ text: '' })
    expect(await alice.client.lookupInteractiveDialog(asked)).toEqual({ items: [] })
    program.reply = () => ({ json: { items: [{ text: 1 }] } })
    expect(await refusal(alice.client.lookupInteractiveDialog(asked))).toEqual({
      status: 400,
      id: 'app.lookup_interactive_dialog.json_error',
    })
    expect((await refusal(eve.client.lookupInteractiveDialog(asked))).status).toBe(404)
  })
})
