import { makeZip } from '@redoubt/testkit/documents.ts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { call, refused } from '@redoubt/testkit/uploads.ts'
import { describe, expect } from 'vitest'

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
            {
              subtype: 'bot_message',
              bot_id: 'B9',
              username: 'Deploy',
              ts: '1767603603.000000',
              attachments: [{ fallback: 'done' }],
            },
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
    expect(log).toContain(`~${room}: 1 messages of the system and of strangers left out.`)
    expect(log).toContain('~town-square: goes into the channel that is there.')
    expect(log).toContain('- 4 × post\n- 1 × reply\n- 1 × reaction\n- 1 × attachment')

    const channel = await alice.client.getChannelByName(team.id, room)
    expect(channel).toMatchObject({ type: 'O', header: 'The topic' })
    const { order, posts } = await alice.client.getPosts(channel.id)
    const said = order.map((id) => posts[id]).filter((post) => post?.type === '')
    const [reply, deployed, beep, root] = said
    expect(said).toHaveLength(4)
    expect(root).toMatchObject({
      user_id: alice.id,
      message: `**Hi** @${ada} see ~town-square & [this](https://example.org) @channel`,
      create_at: 1767603600000,
      metadata: { reactions: [{ emoji_name: 'wave' }] },
    })
    expect(reply).toMatchObject({ message: 'Here it is', root_id: root?.id })
    for (const [post, name, message] of [
      [beep, 'robot', 'beep'],
      [deployed, 'Deploy', 'done'],
    ] as const) {
      expect(post).toMatchObject({
        message,
        props: { from_webhook: 'true', override_username: name },
      })
    }
    const importer = await ws.admin.client.getUser(beep?.user_id ?? '')
    expect(importer).toMatchObject({ username: `slackimportuser_${team.id}` })
    expect(importer.delete_at).toBeGreaterThan(0)
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
    expect(log).toContain('Left out with all they said: 1 strangers.')
    expect(log).toContain("a channel of this name that isn't yours")
    expect((await refusal(eve.client.getTeam(team.id))).status).toBe(404)
    expect((await ws.admin.client.getPosts(closed.id)).order.length).toBeLessThan(2)
  })

  test('takes direct and group messages in for those who may see everything', async ({ ws }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const carol = await ws.member('carol', team)
    await ws.admin.client.updateTeamMemberSchemeRoles(team.id, alice.id, true, true)
    const person = ({ id, username }: Member) => ({
      id,
      name: username,
      profile: { email: `${username}@example.org` },
    })
    const crowd = Array.from({ length: 6 }, (_, index) => {
      const name = unique(`p${index}`)
      return { id: name, name, profile: { email: `${name}@slack.example.org` } }
    })
    const day = (folder: string, user: string, text: string) =>
      json(`${folder}/2026-01-05.json`, [{ type: 'message', user, ts: '1767603600.0001', text }])
    const form = () =>
      slackForm([
        json('users.json', [...[alice, bob, carol].map(person), ...crowd]),
        json('channels.json', []),
        json('dms.json', [
          { id: 'D1', members: [alice.id, bob.id] },
          { id: 'D2', members: [alice.id, 'U-gone'] },
        ]),
        json('mpims.json', [
          { id: 'G1', name: 'mpdm-a--b--c-1', members: [alice.id, bob.id, carol.id] },
          { id: 'GLARGE', members: [alice.id, bob.id, ...crowd.map(({ id }) => id)] },
        ]),
        day('D1', bob.id, 'between us'),
        day('D2', alice.id, 'to nobody'),
        day('mpdm-a--b--c-1', carol.id, 'among us'),
        day('GLARGE', bob.id, 'among many'),
      ])
    const logOf = async (sender: Member) => {
      const answer = await send(sender, team.id, form())
      expect(answer.status).toBe(200)
      const { results } = (await answer.json()) as { results: string }
      return Buffer.from(results, 'base64').toString('utf8')
    }
    const messagesIn = async (member: Member, channelId: string) => {
      const { order, posts } = await member.client.getPosts(channelId)
      return order.flatMap((id) => (posts[id]?.type === '' ? [posts[id].message] : []))
    }

    const refusedLog = await logOf(alice)
    expect(refusedLog).toContain('Left out: 4 direct and group messages')
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect(await messagesIn(alice, direct.id)).toEqual([])

    const log = await logOf(ws.admin)
    expect(log).toContain("D2: left out, for somebody of these people isn't here.")
    expect(log).toContain('- 3 × post')
    expect(await messagesIn(alice, direct.id)).toEqual(['between us'])
    const group = await bob.client.createGroupChannel([alice.id, bob.id, carol.id])
    expect(await messagesIn(bob, group.id)).toEqual(['among us'])
    expect(group.type).toBe('G')
    const member = await alice.client.getMyChannelMember(group.id)
    expect(member.msg_count).toBe(1)
    const large = await bob.client.getChannelByName(team.id, 'glarge')
    expect(large.type).toBe('P')
    expect(await messagesIn(bob, large.id)).toEqual(['among many'])
    expect((await refusal(eve.client.getPosts(group.id))).status).toBe(404)
    expect(await logOf(ws.admin)).not.toContain('× post')
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
