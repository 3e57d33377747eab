import { readFileSync } from 'node:fs'
import { localRequest } from '@redoubt/testkit/local-client.ts'
import { Member, refusal } from '@redoubt/testkit/member.ts'
import { openTestServer, type TestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { call, storedFiles } from '@redoubt/testkit/uploads.ts'
import type { ImportLine, ImportReport, ImportSummary } from '@redoubt/wire/imports.ts'
import sharp from 'sharp'
import { describe, expect } from 'vitest'

const monday = Date.UTC(2026, 0, 5, 9)
const secret = 'correct-horse-battery'

async function importLines(server: TestServer, lines: ImportLine[], query = '') {
  const all = [{ type: 'version', version: 1 }, ...lines].map((line) => JSON.stringify(line))
  const answer = await localRequest(
    server.controlSocket,
    'POST',
    `/api/redoubt/v1/import${query}`,
    { body: all.join('\n'), type: 'application/x-ndjson' },
  )
  const reports = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportReport)
  const problems = reports.filter((report) => 'line' in report)
  return { problems, summary: reports.at(-1) as ImportSummary }
}

function attachment(path: string, content: string | Uint8Array) {
  return { path, data: Buffer.from(content).toString('base64') }
}

/** A team with a channel, an author and a reader; their lines take the numbers 2 to 5. */
function smallTeam() {
  const [team, ann, ben] = [unique('ops'), unique('ann'), unique('ben')]
  const person = (username: string): ImportLine => ({
    type: 'user',
    user: {
      username,
      email: `${username}@example.org`,
      password: secret,
      teams: [{ name: team, channels: [{ name: 'room' }] }],
    },
  })
  const lines: ImportLine[] = [
    { type: 'team', team: { name: team, display_name: 'Ops', type: 'I' } },
    { type: 'channel', channel: { team, name: 'room', type: 'P' } },
    person(ann),
    person(ben),
  ]
  const post = (message: string, attachments: unknown[], rest = {}): ImportLine => ({
    type: 'post',
    post: { team, channel: 'room', user: ann, message, create_at: monday, attachments, ...rest },
  })

  /** The channel as the reader sees it: messages, oldest first, each with its files. */
  async function read(server: TestServer) {
    const reader = await Member.logIn(server.address, ben, secret)
    const { id } = await reader.client.getTeamByName(team)
    const channel = await reader.client.getChannelByName(id, 'room')
    const { posts } = await reader.client.getPosts(channel.id)
    const messages = Object.values(posts)
      .sort((one, other) => one.create_at - other.create_at)
      .map((one) => ({ ...one, files: one.metadata.files ?? [] }))
    const { files_count: filesCount } = await reader.client.getChannelStats(channel.id, true)
    const download = async (fileId: string, rendition = '') => {
      const answer = await call(reader, `/api/v4/files/${fileId}${rendition}`)
      expect(answer.status).toBe(200)
      return Buffer.from(await answer.arrayBuffer())
    }
    return { reader, messages, filesCount, download }
  }

  return { team, ann, ben, lines, post, read }
}

function picture(width: number, height: number): Promise<Buffer> {
  const create = { width, height, channels: 3, background: '#a03050' } as const
  return sharp({ create }).png().toBuffer()
}

describe('attachments of an import', () => {
  test('of posts, replies and direct posts are what the API sends', async ({ server, ws }) => {
    const { ann, ben, lines, post, read } = smallTeam()
    const png = await picture(640, 320)
    const everyByte = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
    const { problems, summary } = await importLines(server, [
      ...lines,
      post('', [attachment('plan.csv', 'a;b\n'), attachment('charts/load.png', png)], {
        replies: [
          {
            user: ben,
            message: 'mine',
            create_at: monday + 5000,
            attachments: [attachment('..\\..\\/etc/\u202epass\nwd.bin', everyByte)],
          },
        ],
      }),
      { type: 'direct_channel', direct_channel: { members: [ann, ben] } },
      {
        type: 'direct_post',
        direct_post: {
          channel_members: [ann, ben],
          user: ann,
          message: 'psst',
          create_at: monday,
          attachments: [attachment('empty.txt', '')],
        },
      },
    ])

    expect(problems).toEqual([])
    expect(summary).toMatchObject({ done: true, created: { attachment: 4 }, skipped: {} })
    const { reader, messages, filesCount, download } = await read(server)
    const [root, reply] = messages
    expect(filesCount).toBe(3)
    expect(root?.file_ids).toEqual(root?.files.map((file) => file.id))
    expect(root?.files).toMatchObject([
      { name: 'plan.csv', mime_type: 'text/csv', size: 4, user_id: root?.user_id },
      { name: 'load.png', width: 640, height: 320, has_preview_image: true, create_at: monday },
    ])
    const [csv, chart] = root?.file_ids ?? []
    expect(String(await download(csv ?? ''))).toBe('a;b\n')
    expect(await download(chart ?? '')).toEqual(png)
    expect((await sharp(await download(chart ?? '', '/thumbnail')).metadata()).width).toBe(120)
    expect((await sharp(await download(chart ?? '', '/preview')).metadata()).width).toBe(640)
    expect(root?.files[1]?.mini_preview).toEqual(expect.any(String))
    expect(reply?.files).toMatchObject([{ name: 'passwd.bin', post_id: reply?.id }])
    expect(await download(reply?.files[0]?.id ?? '')).toEqual(everyByte)
    const { id: annId } = await reader.client.getUserByUsername(ann)
    const direct = await reader.client.createDirectChannel([reader.id, annId])
    const [psst] = Object.values((await reader.client.getPosts(direct.id)).posts)
    expect(psst?.metadata.files).toMatchObject([{ name: 'empty.txt', size: 0, user_id: annId }])

    // Whoever may not read the channel has no access to what lies in it.
    const eve = await ws.member('eve')
    expect(await refusal(eve.client.getFileInfosForPost(root?.id ?? ''))).toMatchObject({
      status: 404,
    })
    expect((await call(eve, `/api/v4/files/${csv}`)).status).toBe(404)
    const [sealed = ''] = storedFiles(server).filter((name) => name.includes(csv ?? ''))
    expect(readFileSync(sealed).includes('a;b')).toBe(false)
  })

  test('a second run adds no file and stores nothing', async ({ server, ws: _ws }) => {
    const { ben, lines, post, read } = smallTeam()
    const reply = { user: ben, message: 're', create_at: monday, attachments: [] as unknown[] }
    const file = [
      ...lines,
      post('one', [attachment('a.txt', 'a')], {
        replies: [{ ...reply, attachments: [attachment('b.txt', 'b')] }],
      }),
      post('two', [{ path: 'data/elsewhere.pdf' }, attachment('c.txt', 'c')]),
    ]
    const first = await importLines(server, file)
    expect(first.summary).toMatchObject({ created: { attachment: 3 }, skipped: { attachment: 1 } })
    const { messages, filesCount } = await read(server)
    const stored = storedFiles(server)

    const again = await importLines(server, file)

    expect(again.summary).toMatchObject({ errors: 0, created: {}, skipped: { attachment: 1 } })
    expect(await read(server)).toMatchObject({ messages, filesCount })
    expect(filesCount).toBe(3)
    expect(storedFiles(server)).toEqual(stored)
  })

  test('two runs at once add the files once', async () => {
    await using server = await openTestServer()
    await TestWorkspace.open(server.address)
    const { lines, post, read } = smallTeam()
    await importLines(server, lines)
    const file = [post('one', [attachment('a.txt', 'a'), attachment('b.txt', 'b')])]
    const runs = await Promise.all([1, 2, 3].map(() => importLines(server, file)))
    expect(runs.map(({ summary }) => summary.created.attachment ?? 0).sort()).toEqual([0, 0, 2])
    const { messages, filesCount, download } = await read(server)
    expect(filesCount).toBe(2)
    expect(storedFiles(server)).toHaveLength(2)
    const [first] = messages[0]?.files ?? []
    expect(String(await download(first?.id ?? ''))).toBe('a')
  })

  test('bad ones are told by line and left out, and their posts come', async () => {
    await using server = await openTestServer({
      MM_FILESETTINGS_MAXFILESIZE: '2000',
      MM_FILESETTINGS_MAXIMAGERESOLUTION: '10000',
    })
    await TestWorkspace.open(server.address)
    const { lines, post, read } = smallTeam()
    const good = attachment('good.txt', 'good')
    const many = Array.from({ length: 12 }, (_, index) => attachment(`${index}.txt`, `${index}`))
    const { data } = good
    const bad: [string, unknown, string][] = [
      ['not base64', { path: 'x.txt', data: 'höhö' }, "x.txt isn't base64"],
      ['with a gap', { path: 'x.txt', data: `${data.slice(0, 4)}\n${data.slice(4)}` }, 'base64'],
      ['cut off', { path: 'x.txt', data: data.slice(0, -1) }, 'base64'],
      ['without a name', { data }, 'needs a path'],
      ['of another type', { path: 'x.txt', data: 7 }, 'needs a path'],
      ['no object', 'x.txt', 'needs a path'],
      ['too large', attachment('big.txt', 'x'.repeat(2001)), 'big.txt is larger'],
      ['too many pixels', attachment('wide.png', await picture(200, 51)), '200 × 51'],
    ]
    const { problems, summary } = await importLines(server, [
      ...lines,
      ...bad.map(([what, one]) => post(what, [one, good])),
      post('many', many),
    ])

    for (const [index, [what, , reason]] of bad.entries()) {
      expect(problems[index]?.line, what).toBe(6 + index)
      expect(problems[index]?.error, what).toContain(reason)
    }
    expect(problems.slice(bad.length)).toEqual([
      { line: 14, error: 'A message has at most 10 attachments, this one has 12.' },
    ])
    expect(summary).toMatchObject({ done: true, errors: 9, created: { post: 9, attachment: 18 } })
    const { messages, filesCount } = await read(server)
    expect(filesCount).toBe(18)
    expect(messages.map(({ files }) => files.map(({ name }) => name))).toEqual([
      ...bad.map(() => ['good.txt']),
      many.slice(0, 10).map(({ path }) => path),
    ])
    // What was refused left nothing behind.
    expect(storedFiles(server)).toHaveLength(18)
  })

  test('strict stops at the first bad one', async ({ server, ws: _ws }) => {
    const { lines, post, read } = smallTeam()
    const file = [...lines, post('bad', [{ path: 'x', data: '?' }]), post('after', [])]
    const { problems, summary } = await importLines(server, file, '?strict=true')
    expect(problems).toMatchObject([{ line: 6 }])
    expect(summary).toMatchObject({ done: false, errors: 1, created: { post: 1 } })
    expect((await read(server)).messages).toHaveLength(1)
  })

  test('a batch that fails leaves no content behind, and can be imported again', async () => {
    await using server = await openTestServer()
    await TestWorkspace.open(server.address)
    const { lines, post, read } = smallTeam()
    await importLines(server, lines)
    const file = [post('one', [attachment('a.png', await picture(20, 20))])]
    const { files } = await server.registry.ensureDefault()
    const { keep } = files.imported
    files.imported.keep = async (...kept) => {
      await keep(...kept)
      // The content is stored by then.
      expect(storedFiles(server)).toHaveLength(3)
      throw new Error('lost')
    }
    expect((await importLines(server, file)).summary).toMatchObject({ done: false })
    expect(storedFiles(server)).toEqual([])

    files.imported.keep = keep
    expect((await importLines(server, file)).summary.created).toEqual({ post: 1, attachment: 1 })
    expect((await read(server)).filesCount).toBe(1)
  })

  test('where attaching is switched off, none is taken', async () => {
    await using server = await openTestServer({ MM_FILESETTINGS_ENABLEFILEATTACHMENTS: 'false' })
    await TestWorkspace.open(server.address)
    const { lines, post } = smallTeam()
    const { problems, summary } = await importLines(server, [
      ...lines,
      post('one', [attachment('a.txt', 'a')]),
    ])
    expect(problems).toEqual([{ line: 6, error: 'Attaching files is switched off.' }])
    expect(summary.created).toMatchObject({ post: 1 })
  })
})
