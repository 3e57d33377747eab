import { existsSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import type { ProcessSettings } from '@redoubt/server/process-settings.ts'
import { type Finding, failure, ok, warning } from './finding.ts'

const connectMs = 2_000

/** Whether anybody listens on the data folder's control socket. */
export async function findSocket(
  dataFolder: string,
): Promise<'alive' | 'stale' | 'missing' | 'closed'> {
  const file = path.join(dataFolder, 'control.sock')
  if (!existsSync(file)) return 'missing'
  const code = await connect({ path: file })
  if (code === 'EACCES' || code === 'EPERM') return 'closed'
  return code === undefined ? 'alive' : 'stale'
}

/** Whether the server's address is free, or the server's own. */
export async function checkListen(
  { host, port }: ProcessSettings,
  address: string | undefined,
): Promise<Finding> {
  const check = 'address'
  const wanted = `${host}:${port}`
  if (address !== undefined) {
    const isOurs = port === 0 || Number(URL.parse(address)?.port) === port
    if (isOurs) return ok(check, `the server listens on ${wanted}`)
    return warning(
      check,
      `the server listens at ${address} and not on ${wanted}`,
      'It was started with another REDOUBT_LISTEN: set the same one here, or restart it.',
    )
  }
  const code = await tryToListen(host, port)
  if (code === undefined) return ok(check, `${wanted} is free`)
  return failure(check, describeListenError(code, wanted), listenRemedy(code))
}

function describeListenError(code: string, wanted: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `another program listens on ${wanted}`
    case 'EACCES':
      return `the system doesn't let you listen on ${wanted}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${wanted} is no address of this machine`
    default:
      return `nobody can listen on ${wanted} (${code})`
  }
}

function listenRemedy(code: string): string {
  return code === 'EACCES'
    ? 'Ports below 1024 need root: set REDOUBT_LISTEN to a higher one and put a proxy before it.'
    : 'Stop that program, or set REDOUBT_LISTEN to another host:port.'
}

/** The error's code, or undefined where the connection came about. */
function connect(to: net.IpcNetConnectOpts): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ ...to, timeout: connectMs })
    const end = (code: string | undefined) => {
      socket.destroy()
      resolve(code)
    }
    socket.once('connect', () => end(undefined))
    socket.once('timeout', () => end('ETIMEDOUT'))
    socket.once('error', (error) => end(codeOf(error)))
  })
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error) => resolve(codeOf(error)))
    server.listen({ host, port }, () => server.close(() => resolve(undefined)))
  })
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message
}
