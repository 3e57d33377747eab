import { spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { Member } from '@redoubt/testkit/member.ts'
import {
  openTestServer,
  type TestServer,
  test as withServer,
} from '@redoubt/testkit/test-server.ts'
import { unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect, inject } from 'vitest'
import type { Finding } from './doctor/finding.ts'

const bin = path.resolve(import.meta.dirname, '../bin/redoubt.js')

type Run = { code: number | null; out: string; err: string }
type RunOptions = { env?: Record<string, string>; input?: string; node?: string }

/** Runs the command line as a shell would; its standard input is no terminal. */
function run(args: string[], { env = {}, input, node }: RunOptions = {}): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(node ?? process.execPath, [bin, ...args], { env: { PATH, HOME, ...env } })
  const result = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    result.out += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    result.err += chunk
  })
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...result }))
  })
}

function on(server: TestServer, more: Record<string, string> = {}) {
  return { REDOUBT_DATA: server.dataFolder, ...more }
}

/** A folder of the test's own, for what has no server. */
const test = withServer.extend('folder', async ({ task }, { onCleanup }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), `redoubt-cli-${task.id}-`))
  onCleanup(() => rmSync(folder, { recursive: true, force: true }))
  return folder
})

describe('redoubt', () => {
  test('tells what it can do', async () => {
    const help = await run(['--help'])
    expect(help.code).toBe(0)
    for (const word of ['serve', 'doctor', 'workspace', 'user', 'demo', 'REDOUBT_DATA']) {
      expect(help.out).toContain(word)
    }
    expect((await run(['user', 'create', '--help'])).out).toContain('--password-stdin')
    expect((await run(['version'])).out).toMatch(/^redoubt \d+\.\d+\.\d+ \(Node v\d+/)
    expect(JSON.parse((await run(['version', '--json'])).out)).toMatchObject({
      node: process.version,
    })
  })

  test('what it does not know ends with 1 and a sentence', async () => {
    for (const args of [['dance'], ['user', 'create'], ['demo', '--size', 'vast']]) {
      const { code, out, err } = await run(args)
      expect(code).toBe(1)
      expect(out).toBe('')
      expect(err).toMatch(/^error: .+\nAdd --help/)
    }
  })

  test('says which server is to be started', async ({ folder }) => {
    const calls = [['workspace', 'list'], ['user', 'promote', 'somebody'], ['demo']]
    for (const args of calls) {
      const { code, err } = await run(args, { env: { REDOUBT_DATA: folder } })
      expect(code).toBe(1)
      expect(err).toContain(`No server runs on the data folder ${folder}`)
      expect(err).toContain('redoubt serve')
      expect(err.trim().split('\n')).toHaveLength(1)
    }
  })

  const oldNode = '/usr/bin/node'
  test.skipIf(!existsSync(oldNode))(
    'an older Node hands on to the one of the product',
    async () => {
      const { code, out } = await run(['version'], { node: oldNode })
      expect(code).toBe(0)
      expect(out).toMatch(/\(Node v2[4-9]/)
      expect((await run(['dance'], { node: oldNode })).code).toBe(1)
    },
  )

  test('serve runs until a signal', { timeout: 60_000 }, async ({ folder }) => {
    const databaseUrl = new URL(inject('postgresUrl'))
    databaseUrl.pathname = `/p_${unique('cli').replaceAll('-', '_')}`
    const child = spawn(process.execPath, [bin, 'serve'], {
      env: {
        PATH: process.env.PATH,
        REDOUBT_DATA: path.join(folder, 'data'),
        REDOUBT_LISTEN: '127.0.0.1:0',
        REDOUBT_DATABASE_URL: databaseUrl.href,
        REDOUBT_LOG_LEVEL: 'error',
      },
    })
    let out = ''
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    child.stdout.on('data', (chunk: Buffer) => {
      const wasReady = out.includes('Ctrl-C')
      out += chunk
      // A second signal would end it at once.
      if (!wasReady && out.includes('Ctrl-C')) child.kill('SIGTERM')
    })
    expect(await ended).toBe(0)
    expect(out).toMatch(/Redoubt is ready at http:\/\/127\.0\.0\.1:\d+\n[\s\S]*Stopped\.\n$/)
  })
})

describe('redoubt workspace', () => {
  test('makes workspaces and lists them', async ({ server }) => {
    const name = unique('tenant')
    const host = `${name}.example.org`
    const made = await run(['workspace', 'create', name, '--host', host], { env: on(server) })
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain(`It answers at ${host}.`)

    const table = await run(['workspace', 'list'], { env: on(server) })
    expect(table.out).toMatch(/^NAME +HOSTS +MADE +ID\n/)
    expect(table.out).toMatch(new RegExp(`^${name} +${host} `, 'm'))
    const json = await run(['workspace', 'list', '--json'], { env: on(server) })
    expect(JSON.parse(json.out)).toContainEqual(expect.objectContaining({ name, hosts: [host] }))
  })

  test('says why it can not', async ({ server }) => {
    const create = (name: string) => run(['workspace', 'create', name], { env: on(server) })
    expect(await create('main')).toEqual({
      code: 1,
      out: '',
      err: 'There is a workspace of this name already.\n',
    })
    expect((await create('No Name')).code).toBe(1)
  })
})

describe('redoubt user', () => {
  const create = (name: string) => [
    'user',
    'create',
    '--email',
    `${name}@example.org`,
    '--username',
    name,
  ]

  test('creates accounts, with a given or a made password', async ({ server, ws: _ws }) => {
    const [one, other] = [unique('one'), unique('other')]
    const input = 'a-password-of-mine\n'
    const given = await run([...create(one), '--password-stdin'], { env: on(server), input })
    expect(given.out).toBe(`The account ${one} is ready (member).\n`)
    const member = await Member.logIn(server.address, one, 'a-password-of-mine')
    expect((await member.client.getMe()).roles).toBe('system_user')

    const made = await run([...create(other), '--system-admin', '--json'], { env: on(server) })
    const { password, roles } = JSON.parse(made.out) as { password: string; roles: string }
    expect(roles).toBe('system_user system_admin')
    const admin = await Member.logIn(server.address, other, password)
    expect((await admin.client.getMe()).roles).toBe('system_user system_admin')
  })

  test('mends accounts', async ({ server, ws }) => {
    const member = await ws.member('lost')
    const { username } = member
    for (let n = 0; n < 12; n++) {
      await Member.logIn(server.address, username, 'wrong').catch(() => undefined)
    }
    const reset = await run(['user', 'reset-password', username], { env: on(server) })
    const [, password = ''] = /shown only now: (\S+)/.exec(reset.out) ?? []
    const again = await Member.logIn(server.address, username, password)
    expect(again.id).toBe(member.id)
    // Whoever was logged in with the old password is out.
    await expect(member.client.getMe()).rejects.toThrow('Your session has ended')

    const promote = () => run(['user', 'promote', username], { env: on(server) })
    expect((await promote()).out).toBe(`${username} is now an administrator.\n`)
    expect((await promote()).out).toBe(`${username} is already an administrator.\n`)
    expect((await again.client.getMe()).roles).toBe('system_user system_admin')
  })

  test('works in another workspace', async ({ server, ws: _ws }) => {
    const workspace = unique('elsewhere')
    const name = unique('resident')
    await run(['workspace', 'create', workspace], { env: on(server) })
    const args = [...create(name), '--workspace', workspace, '--json']
    const first = await run(args, { env: on(server) })
    expect(JSON.parse(first.out)).toMatchObject({ roles: 'system_user system_admin' })
    const here = await run(['user', 'promote', name], { env: on(server) })
    expect(here).toMatchObject({ code: 1, err: expect.stringContaining('There is no account') })
    const nowhere = await run([...create(name), '--workspace', 'nowhere'], { env: on(server) })
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('no workspace nowhere') })
  })

  test('hands on what the server refuses', async ({ server, ws }) => {
    const taken = await run(create(ws.admin.username), { env: on(server) })
    expect(taken).toMatchObject({ code: 1, err: expect.stringMatching(/already\.\n$/) })
    const short = { env: on(server), input: 'short\n' }
    const refused = await run([...create(unique('x')), '--password-stdin'], short)
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('at least') })
    const empty = { env: on(server), input: '' }
    const nothing = await run([...create(unique('x')), '--password-stdin'], empty)
    expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining('no password') })
  })
})

describe('redoubt doctor', () => {
  async function doctor(env: Record<string, string>) {
    const { code, out } = await run(['doctor', '--json'], { env })
    const findings = JSON.parse(out) as Finding[]
    const of = (check: string) => findings.find((finding) => finding.check === check)
    return { code, of, findings }
  }

  test('a running server is well', async ({ server }) => {
    const env = on(server, { REDOUBT_LISTEN: new URL(server.address).host })
    const { code, of, findings } = await doctor(env)
    expect(findings.filter((finding) => finding.state === 'failure')).toEqual([])
    expect(code).toBe(0)
    expect(of('server')?.detail).toContain(server.address)
    expect(of('database')).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/PostgreSQL \d+/),
    })
    expect(of('site URL')).toMatchObject({ state: 'warning', remedy: expect.any(String) })
    const text = await run(['doctor'], { env })
    expect(text.out).toMatch(/^ok {7}Node: v\d+/)
  })

  test('a fresh machine has nothing that fails', async ({ folder }) => {
    const env = { REDOUBT_DATA: path.join(folder, 'new/data'), REDOUBT_LISTEN: '127.0.0.1:0' }
    const { code, of } = await doctor(env)
    expect(code).toBe(0)
    expect(of('server')).toMatchObject({
      state: 'warning',
      remedy: expect.stringMatching(/redoubt serve/),
    })
    expect(of('key file')).toMatchObject({ state: 'ok' })
    expect(existsSync(path.join(folder, 'new'))).toBe(false)
  })

  test('without a server it asks the database itself', async ({ folder }) => {
    const url = inject('postgresUrl')
    const listen = { REDOUBT_DATA: folder, REDOUBT_LISTEN: '127.0.0.1:0' }
    const there = await doctor({ ...listen, REDOUBT_DATABASE_URL: url })
    expect(there.of('database')).toMatchObject({ state: 'ok' })
    const away = 'postgres://nobody@127.0.0.1:1/none'
    const gone = await doctor({ ...listen, REDOUBT_DATABASE_URL: away })
    expect(gone.of('database')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/ECONNREFUSED/),
    })
    expect(gone.code).toBe(1)
  })

  test('the key: missing, open to others, and no key', async ({ folder }) => {
    const data = path.join(folder, 'data')
    const key = `${data}.key`
    mkdirSync(path.join(data, 'postgres'), { recursive: true })
    const env = { REDOUBT_DATA: data, REDOUBT_LISTEN: '127.0.0.1:0' }

    const missing = await doctor(env)
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.of('key file')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/missing/),
    })

    writeFileSync(key, Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 })
    expect((await doctor(env)).of('key file')).toMatchObject({ state: 'ok' })
    chmodSync(key, 0o644)
    const open = await doctor(env)
    expect(open).toMatchObject({ code: 1 })
    expect(open.of('key file')).toMatchObject({
      state: 'failure',
      remedy: expect.stringMatching(/chmod 600/),
    })

    writeFileSync(key, 'short')
    chmodSync(key, 0o600)
    expect((await doctor(env)).of('key file')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/bytes/),
    })
  })

  test('the rest of what can be in the way', async ({ folder }) => {
    const file = path.join(folder, 'file')
    copyFileSync(bin, file)
    const noFolder = await doctor({ REDOUBT_DATA: file, REDOUBT_LISTEN: '127.0.0.1:0' })
    expect(noFolder.of('data folder')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/is a file/),
    })

    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as net.AddressInfo
    const taken = await doctor({ REDOUBT_DATA: folder, REDOUBT_LISTEN: `127.0.0.1:${port}` })
    expect(taken.of('address')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/another program/),
    })
    other.close()

    const wrong = await doctor({ REDOUBT_DATA: folder, REDOUBT_LISTEN: 'nonsense' })
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.of('settings')).toMatchObject({
      state: 'failure',
      detail: expect.stringMatching(/REDOUBT_LISTEN/),
    })

    // What a killed server leaves behind.
    writeFileSync(path.join(folder, 'control.sock'), '')
    const stale = await doctor({ REDOUBT_DATA: folder, REDOUBT_LISTEN: '127.0.0.1:0' })
    expect(stale.of('server')).toMatchObject({
      state: 'warning',
      detail: expect.stringMatching(/killed/),
    })
  })
})

describe('redoubt demo', () => {
  test('fills an empty workspace, once, and says how to log in', { timeout: 60_000 }, async () => {
    await using server = await openTestServer()
    const { code, out, err } = await run(['demo'], { env: on(server) })
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toContain('Made 12 people, 3 teams')
    const [, username = ''] = /log in as (\S+), who administers/.exec(out) ?? []
    const [, password = ''] = /shown only now: (\S+)/.exec(out) ?? []

    const { client, token } = await Member.logIn(server.address, username, password)
    expect((await client.getMe()).roles).toContain('system_admin')
    const teams = await client.getMyTeams()
    expect(teams.map((team) => team.name)).toContain('harbourline')
    const channels = await client.getAllTeamsChannels()
    expect(channels.some((channel) => channel.type === 'D')).toBe(true)
    const busiest = channels.toSorted((a, b) => b.total_msg_count - a.total_msg_count)[0]
    const list = await client.getPosts(busiest?.id ?? '')
    expect(list.order.length).toBeGreaterThan(20)
    expect(token).not.toBe('')
    expect(out).toContain('and 12 files')
    const pages = await Promise.all(channels.map(({ id }) => client.getPosts(id, 0, 200)))
    const files = pages.flatMap(({ posts }) =>
      Object.values(posts).flatMap((post) => post.metadata.files ?? []),
    )
    const charts = files.filter((file) => file.extension === 'png')
    expect(charts).not.toEqual([])
    for (const chart of charts) {
      expect(chart).toMatchObject({ width: 640, height: 320, has_preview_image: true })
    }

    const again = await run(['demo', '--seed', '1'], { env: on(server) })
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('here already') })
    const input = 'another-password\n'
    const more = ['demo', '--add', '--json', '--password-stdin']
    const added = await run(more, { env: on(server), input })
    expect(JSON.parse(added.out)).toMatchObject({ done: true, errors: 0, username })
    expect(JSON.parse(added.out)).not.toHaveProperty('password')
  })

  test('touches nobody’s account', { timeout: 60_000 }, async () => {
    await using server = await openTestServer()
    const probe = await run(['demo', '--json'], { env: on(server) })
    const { username } = JSON.parse(probe.out) as { username: string }
    await using other = await openTestServer()
    await Member.signUp(other.address, { username })
    const { code, err } = await run(['demo'], { env: on(other) })
    expect(code).toBe(1)
    expect(err).toContain(`The account ${username} isn't the demo's`)
  })

  test('runs in a workspace of its own, and leaves no administrator where there is one', async ({
    server,
    ws,
  }) => {
    const workspace = unique('demo')
    const create = ['workspace', 'create', workspace, '--host', `${workspace}.example.org`]
    await run(create, { env: on(server) })
    const args = ['demo', '--seed', '5', '--json']
    const own = await run([...args, '--workspace', workspace], { env: on(server) })
    const { port } = new URL(server.address)
    expect(JSON.parse(own.out)).toMatchObject({
      address: `http://${workspace}.example.org:${port}`,
      password: expect.any(String),
    })
    const here = await run(args, { env: on(server) })
    const { username, password } = JSON.parse(here.out) as { username: string; password: string }
    const member = await Member.logIn(ws.url, username, password)
    expect((await member.client.getMe()).roles).toBe('system_user')
  })
})

test('the launcher can be executed', () => {
  expect(statSync(bin).mode & 0o111).toBe(0o111)
})
