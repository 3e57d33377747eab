import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-life-'))
const dataFolder = path.join(folder, 'data')
const pidFile = path.join(dataFolder, 'postgres/postmaster.pid')
const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) await stop(child, 'SIGINT')
  }
  rmSync(folder, { recursive: true, force: true })
})

/** The server as its own process, with what it said; `ready` tells its address. */
function start(listen = '127.0.0.1:0') {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      REDOUBT_DATA: dataFolder,
      REDOUBT_LISTEN: listen,
      REDOUBT_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const address = /ready at (\S+)/.exec(output)?.[1]
      if (address) resolve(address)
    })
    child.once('exit', () => reject(new Error(output)))
  })
  ready.catch(() => undefined)
  return { child, ready, said: () => output }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = await ended
  return code
}

/** Whether the process runs; one that has ended may still be listed, without a command. */
function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) && readFileSync(file, 'utf8') !== ''
}

const postgresPid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0])

test('a data folder outlives its servers, however they end', { timeout: 60_000 }, async () => {
  const first = start()
  const address = await first.ready
  expect(first.said()).toContain('the first one becomes the administrator')
  const ws = await TestWorkspace.open(address)
  const { team, townSquare } = await ws.team()
  const kept = await ws.admin.post(townSquare.id, 'kept over everything')

  const second = start()
  await expect(second.ready).rejects.toThrow(/running on .* already\. Stop it first/)
  expect(second.child.exitCode).toBe(1)

  // Killed: PostgreSQL is left over, and the next server takes its folder over.
  await stop(first.child, 'SIGKILL')
  const leftover = postgresPid()
  expect(isAlive(leftover)).toBe(true)
  const third = start(new URL(address).host)
  expect(await third.ready).toBe(address)
  expect(third.said()).not.toContain('administrator')
  expect(isAlive(leftover)).toBe(false)
  expect((await ws.admin.client.getPost(kept.id)).message).toBe(kept.message)
  expect((await ws.admin.client.getMyTeams()).map(({ id }) => id)).toEqual([team.id])

  // Ctrl-C with a client connected: everything that was started has stopped.
  using _socket = await ws.admin.socket()
  const running = postgresPid()
  expect(await stop(third.child, 'SIGINT')).toBe(0)
  expect(third.said()).toContain('Stopped.')
  expect(isAlive(running)).toBe(false)
  expect(existsSync(pidFile)).toBe(false)
})

test('settings that make no sense are named', async () => {
  const { ready } = start('nowhere')
  await expect(ready).rejects.toThrow('REDOUBT_LISTEN is nowhere: write host:port')
})
