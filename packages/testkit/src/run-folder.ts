import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const memory = '/dev/shm'
const neededBytes = 2 * 1024 ** 3
const prefix = 'redoubt-run-'

/**
 * A folder for all that one test run writes: in memory where there is room, since databases are
 * made and dropped all the time. What killed runs left behind is removed first.
 */
export function openRunFolder(): { path: string } & Disposable {
  const parent = hasRoom(memory) ? memory : os.tmpdir()
  for (const name of readdirSync(parent)) {
    const [, pid] = /^redoubt-run-(\d+)-/.exec(name) ?? []
    if (pid && !isRunning(Number(pid))) rmSync(path.join(parent, name), removal)
  }
  const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`))
  // PostgreSQL and Exim run as somebody else.
  chmodSync(folder, 0o755)
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, removal) }
}

// A program that was just ended may still be writing.
const removal = { recursive: true, force: true, maxRetries: 5 }

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= neededBytes
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
