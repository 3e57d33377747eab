import { makeZip } from '@redoubt/testkit/documents.ts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { call, refused, uploadOne } from '@redoubt/testkit/uploads.ts'
import type { Job } from '@redoubt/wire/jobs.ts'
import { describe, expect } from 'vitest'

const monday = Date.UTC(2026, 0, 5, 9)
const soon = { timeout: 20_000, interval: 50 }

/** Uploads an archive for imports; resolves to its name among them. */
async function uploadImport(member: Member, filename: string, content: Buffer): Promise<string> {
  const { body } = await member.request('POST', '/api/v4/uploads', {
    type: 'import',
    filename,
    file_size: content.length,
  })
  const { id, ...session } = body as { id: string }
  expect(session).toMatchObject({ type: 'import', channel_id: '', file_offset: 0 })
  const answer = await call(member, `/api/v4/uploads/${id}`, {
    method: 'POST',
    body: Uint8Array.from(content),
  })
  expect(answer.status).toBe(200)
  const { name } = (await answer.json()) as { name: string }
  expect(name).toBe(`${id}_${filename}`)
  return name
}

async function runJob(admin: Member, type: string, data: Record<string, string>): Promise<Job> {
  const { status, body } = await admin.request('POST', '/api/v4/jobs', { type, data })
  expect(status).toBe(201)
  const { id } = body as Job
  const get = async () => (await admin.request('GET', `/api/v4/jobs/${id}`)).body as Job
  await expect.poll(async () => (await get()).status, soon).toMatch(/success|error/)
  return get()
}

const toJsonl = (lines: object[]) =>
  [{ type: 'version', version: 1 }, ...lines].map((line) => JSON.stringify(line)).join('\n')

describe('import_process', () => {
  test('MC-JOB-01 takes in an uploaded archive with its files, and tells how far it is', async ({
    ws,
  }) => {
    const { team, alice } = await ws.trio()
    const post = (message: string, path: string) => ({
      type: 'post',
      post: {
        team: team.name,
        channel: 'town-square',
        user: alice.username,
        message,
        create_at: monday,
        attachments: [{ path }],
      },
    })
    const lines = [
      post('imported', 'files/a.txt'),
      post('without', 'files/lost.txt'),
      { type: 'post', post: { team: team.name, channel: 'nowhere', user: 'nobody' } },
    ]
    const archive = makeZip([
      { name: 'import.jsonl', content: toJsonl(lines) },
      { name: 'data/files/a.txt', content: 'what is in it' },
    ])
    const import_file = await uploadImport(ws.admin, 'old.zip', archive)
    expect((await ws.admin.request('GET', '/api/v4/imports')).body).toContain(import_file)

    const job = await runJob(ws.admin, 'import_process', { import_file })

    expect(job).toMatchObject({ status: 'success', progress: 100, data: { line_number: '4' } })
    expect(job.data.errors).toMatch(/^4: /)
    expect(JSON.parse(job.data.created ?? '')).toEqual({ post: 2, attachment: 1 })
    expect(job.last_activity_at).toBeGreaterThanOrEqual(job.start_at)
    const townSquare = await alice.client.getChannelByName(team.id, 'town-square')
    const { posts } = await alice.client.getPosts(townSquare.id)
    const imported = Object.values(posts).find(({ message }) => message === 'imported')
    const file = await alice.request('GET', `/api/v4/files/${imported?.file_ids?.[0]}`)
    expect(file.body).toBe('what is in it')

    const path = `/api/v4/imports/${import_file}`
    expect(await ws.admin.request('DELETE', path)).toMatchObject({ status: 200 })
    expect(await ws.admin.request('DELETE', path)).toMatchObject({ status: 200 })
    expect((await ws.admin.request('GET', '/api/v4/imports')).body).not.toContain(import_file)
    const gone = await runJob(ws.admin, 'import_process', { import_file })
    expect(gone).toMatchObject({
      status: 'error',
      data: { error: 'There is no import of this name.' },
    })
  })

  test('refuses archives that are none, and bombs', async ({ ws }) => {
    const bomb = Buffer.alloc(150 * 1024 * 1024)
    const cases: [string, Buffer, string][] = [
      ['text.zip', Buffer.from('no zip'), 'whole zip'],
      ['empty.zip', makeZip([{ name: 'readme.txt', content: 'x' }]), 'no JSONL'],
      ['up.zip', makeZip([{ name: '../import.jsonl', content: '{}' }]), 'whole zip'],
      ['bomb.zip', makeZip([{ name: 'import.jsonl', content: bomb }]), 'plausible'],
      ['bare.zip', makeZip([{ name: 'a.jsonl', content: '{"type":"post"}' }]), 'its version'],
    ]
    for (const [filename, content, complaint] of cases) {
      const import_file = await uploadImport(ws.admin, filename, content)
      const { status, data } = await runJob(ws.admin, 'import_process', { import_file })
      expect([filename, status]).toEqual([filename, 'error'])
      expect(data.error).toContain(complaint)
    }
    expect(await runJob(ws.admin, 'import_delete', {})).toMatchObject({ data: { deleted: '0' } })
  })

  test('archives are for administrators alone', async ({ ws }) => {
    const alice = await ws.member('alice')
    const wish = { type: 'import', filename: 'a.zip', file_size: 10 }
    for (const [method, path, body] of [
      ['POST', '/api/v4/uploads', wish],
      ['GET', '/api/v4/imports', undefined],
      ['DELETE', '/api/v4/imports/some.zip', undefined],
      ['POST', '/api/v4/jobs', { type: 'import_process' }],
    ] as const) {
      expect([path, (await alice.request(method, path, body)).status]).toEqual([path, 403])
    }
    const nothing = { ...wish, type: 'other' }
    expect(await ws.admin.request('POST', '/api/v4/uploads', nothing)).toMatchObject({
      status: 400,
      body: { id: 'model.upload_session.is_valid.type.app_error' },
    })
  })
})

describe('extract_content', () => {
  test('looks into the files of a time when nobody did', async ({ ws }) => {
    const { team, townSquare } = await ws.team()
    const found = async () => {
      const { order } = (await ws.admin.client.searchFilesWithParams(team.id, {
        terms: 'buriedtreasure',
      } as never)) as { order: string[] }
      return order.length
    }
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: false } } as never)
    const file = await uploadOne(ws.admin, townSquare.id, 'map.txt', 'a buriedtreasure')
    await ws.admin.post(townSquare.id, 'look', { file_ids: [file.id] })
    await ws.admin.client.patchConfig({ FileSettings: { ExtractContent: true } } as never)
    expect(await found()).toBe(0)

    const early = await runJob(ws.admin, 'extract_content', { from: '0', to: '1000000' })
    expect(early).toMatchObject({ status: 'success', data: { processed: '0', errors: '0' } })
    const job = await runJob(ws.admin, 'extract_content', {})
    expect(job).toMatchObject({ status: 'success', data: { errors: '0' } })
    expect(Number(job.data.processed)).toBeGreaterThan(0)
    expect(await found()).toBe(1)
    const bad = await runJob(ws.admin, 'extract_content', { from: 'whenever' })
    expect(bad).toMatchObject({ status: 'error' })
  })
})

describe('POST teams/{team_id}/import', () => {
  const slackForm = (files: Parameters<typeof makeZip>[0] | Buffer, fields = {}) => {
    const zip = Buffer.isBuffer(files) ? files : makeZip(files)
    const form = new FormData()
    const all = { importFrom: 'slack', filesize: String(zip.length), ...fields }
    for (const [name, value] of Object.entries(all)) if (value) form.append(name, value)
    form.append('file', new Blob([Uint8Array.from(zip)]), 'slack.zip')
    return form
  }
  const send = (member: Member, teamId: string, body: FormData) =>
    call(member, `/api/v4/teams/${teamId}/import`, { method: 'POST', body })
  const json = (name: string, value: unknown) => ({ name, content: JSON.stringify(value) })

  test('takes a Slack export in: people by address, channels, threads, files', async ({ ws }) => {
    const { team, alice, eve } = await ws.trio()
    const ada = unique('ada')
    const user = (id: string, name: string, email?: string) => ({
      id,
      name,
      profile: { email, first_name: 'Ada', last_name: 'L' },
    })
    const day = (...messages: object[]) => messages.map((one) => ({ type: 'message', ...one }))
    const room = unique('room')
    const form = () =>
      slackForm([
        json('users.json', [
          user('U1', 'whatever', `${alice.username}@example.org`),
          user('U2', ada, `${ada}@slack.example.org`),
          user('U3', alice.username),
          user('U4', 'eve', `${eve.username}@example.org`),
          { ...user('B1', 'robot'), is_bot: true },
          'nonsense',
        ]),
        json('channels.json', [
          { id: 'C1', name: room, members: ['U1', 'U2'], topic: { value: 'The topic' } },
          { id: 'C2', name: 'town-square', members: [] },
        ]),
        json('groups.json', [{ id: 'G1', name: `${room}-secret`, members: ['U2'] }]),
        json(
          `${room}/2026-01-05.json`,
          day(
            {
              user: 'U1',
              ts: '1767603600.000100',
              text: '*Hi* <@U2> see <#C2|x> &amp; <https://example.org|this> <!channel>',
              reactions: [{ name: 'wave::skin-tone-2', users: ['U2', 'U9'] }],
              thread_ts: '1767603600.000100',
            },
            { user: 'U1', ts: '1767603601.000000', subtype: 'channel_join', text: 'joined' },
            { user: 'B1', ts: '1767603602.000000', text: 'beep' },
            { user: 'U2', ts: 'yesterday', text: 'broken' },
          ),
        ),
        json(
          `${room}/2026-01-06.json`,
          day({
            user: 'U2',
            ts: '1767690000.000000',
            text: 'Here it is',
            thread_ts: '1767603600.000100',
            files: [
              { id: 'F1', name: 'plan.txt' },
              { id: 'F2', name: 'lost.txt' },
            ],
          }),
        ),
        json(
          `${room}-secret/2026-01-06.json`,
          day({ user: 'U2', ts: '1767690001.0', text: 'psst' }),
        ),
        { name: '__uploads/F1/plan.txt', content: 'the plan' },
      ])
    const answer = await send(ws.admin, team.id, form())
    expect(answer.status).toBe(200)
    const { results } = (await answer.json()) as { results: string }
    const log = Buffer.from(results, 'base64').toString('utf8')
    expect(log).toContain('People: 2 have an account already, 2 get one.')
    expect(log).toContain(`~${room}: 2 messages of bots and the system left out.`)
    expect(log).toContain('~town-square: goes into the channel that is there.')
    expect(log).toContain('- 2 × post\n- 1 × reply\n- 1 × reaction\n- 1 × attachment')

    const channel = await alice.client.getChannelByName(team.id, room)
    expect(channel).toMatchObject({ type: 'O', header: 'The topic' })
    const { order, posts } = await alice.client.getPosts(channel.id)
    const said = order.map((id) => posts[id]).filter((post) => post?.type === '')
    const [reply, root] = said
    expect(said).toHaveLength(2)
    expect(root).toMatchObject({
      user_id: alice.id,
      message: `**Hi** @${ada} see ~town-square & [this](https://example.org) @channel`,
      create_at: 1767603600000,
      metadata: { reactions: [{ emoji_name: 'wave' }] },
    })
    expect(reply).toMatchObject({ message: 'Here it is', root_id: root?.id })
    const file = await alice.request('GET', `/api/v4/files/${reply?.file_ids?.[0]}`)
    expect(file.body).toBe('the plan')
    const made = await ws.admin.client.getUserByUsername(ada)
    expect(made).toMatchObject({ email: `${ada}@slack.example.org`, first_name: 'Ada' })
    expect((await ws.admin.client.getUserByUsername(`${alice.username}-u3`)).id).not.toBe(alice.id)
    expect((await alice.client.getMe()).first_name).toBe('')
    const secret = await refusal(alice.client.getChannelByName(team.id, `${room}-secret`))
    expect(secret.status).toBe(404)

    // Once more: nothing is there twice.
    const again = (await (await send(ws.admin, team.id, form())).json()) as typeof answer & {
      results: string
    }
    expect(Buffer.from(again.results, 'base64').toString('utf8')).not.toContain('× post')
  })

  test('speaks for nobody of other teams, unless an administrator of all sends it', async ({
    ws,
  }) => {
    const { team, alice, bob, eve } = await ws.trio()
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const closed = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('closed'),
      display_name: 'Closed',
      type: 'P',
    } as never)
    const person = ({ id, username }: Member) => ({
      id,
      name: username,
      profile: { email: `${username}@example.org` },
    })
    const form = () =>
      slackForm([
        json('users.json', [person(eve), person(bob)]),
        json('channels.json', [{ id: 'C1', name: closed.name, members: [eve.id] }]),
        json(`${closed.name}/2026-01-05.json`, [
          { type: 'message', user: bob.id, ts: '1767603600.0001', text: 'forged' },
        ]),
      ])
    expect(await refused(send(bob, team.id, form()))).toEqual([
      403,
      'api.context.permissions.app_error',
    ])
    expect((await refused(send(eve, team.id, form())))[0]).toBe(404)
    const answer = await send(alice, team.id, form())
    expect(answer.status).toBe(200)
    const { results } = (await answer.json()) as { results: string }
    const log = Buffer.from(results, 'base64').toString('utf8')
    expect(log).toContain('Left out with all they said: 1 bots and strangers.')
    expect(log).toContain("a channel of this name that isn't yours")
    expect((await refusal(eve.client.getTeam(team.id))).status).toBe(404)
    expect((await ws.admin.client.getPosts(closed.id)).order.length).toBeLessThan(2)
  })

  test('refuses what is no export', async ({ ws }) => {
    const { team } = await ws.team()
    const good = [json('users.json', []), json('channels.json', [])]
    const zipError = 'api.slackimport.slack_import.zip.app_error'
    const cases: [string, FormData, string][] = [
      ['source', slackForm(good, { importFrom: '' }), 'no_import_from'],
      ['size', slackForm(good, { filesize: 'x' }), 'integer'],
      ['unknown', slackForm(good, { importFrom: 'irc' }), 'unknown_import_from'],
      ['zip', slackForm(Buffer.from('no zip')), zipError],
      ['without people', slackForm([json('channels.json', [])]), zipError],
      ['not JSON', slackForm([{ name: 'users.json', content: '{' }]), zipError],
      ['traversal', slackForm([...good, json('../../etc/passwd', [])]), zipError],
      ['absolute', slackForm([...good, json('/etc/passwd', [])]), zipError],
      [
        'bomb',
        slackForm([...good, { name: 'b/2026-01-01.json', content: Buffer.alloc(90_000_000, ' ') }]),
        zipError,
      ],
    ]
    for (const [what, form, id] of cases) {
      const full = id === zipError ? id : `api.team.import_team.${id}.app_error`
      expect([what, ...(await refused(send(ws.admin, team.id, form)))]).toEqual([what, 400, full])
    }
    const noFile = new FormData()
    noFile.append('importFrom', 'slack')
    noFile.append('filesize', '1')
    expect(await refused(send(ws.admin, team.id, noFile))).toEqual([
      400,
      'api.team.import_team.no_file.app_error',
    ])
  })
})
