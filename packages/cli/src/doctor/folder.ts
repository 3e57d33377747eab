import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { messageOf } from '../cli-error.ts'
import { type Finding, failure, ok, warning } from './finding.ts'

const mebibyte = 1024 * 1024
const leastBytes = 200 * mebibyte
const comfortableBytes = 2048 * mebibyte

export function checkDataFolder(folder: string): Finding {
  const check = 'data folder'
  const existing = nearestExisting(folder)
  const isThere = existing === folder
  if (isThere && !statSync(folder).isDirectory()) {
    return failure(check, `${folder} is a file`, 'Set REDOUBT_DATA to a folder.')
  }
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
  } catch {
    return failure(
      check,
      `${existing} can't be written to`,
      'Make it belong to the user that runs Redoubt, or set REDOUBT_DATA to another folder.',
    )
  }
  return ok(check, isThere ? folder : `${folder} will be made at the first start`)
}

export function checkDiskSpace(folder: string): Finding {
  const check = 'disk space'
  const { bavail, bsize } = statfsSync(nearestExisting(folder))
  const free = bavail * bsize
  const detail = `${describeBytes(free)} free for ${folder}`
  const remedy = 'Free some, or move the data folder to a larger disk.'
  if (free < leastBytes) return failure(check, detail, remedy)
  return free < comfortableBytes ? warning(check, detail, remedy) : ok(check, detail)
}

/** `isFresh`: nothing was ever stored here, so a key that isn't there is none that is lost. */
export function checkKeyFile(file: string, { isFresh }: { isFresh: boolean }): Finding {
  const check = 'key file'
  if (!existsSync(file)) {
    if (isFresh) return ok(check, `${file} will be made at the first start`)
    return failure(
      check,
      `${file} is missing, and without it the data can't be opened`,
      'Bring it back from a backup, or set REDOUBT_KEY_FILE to where it is.',
    )
  }
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) !== 0) {
    return failure(
      check,
      `${file} has mode ${mode.toString(8)}: others can read it`,
      `Run chmod 600 ${file}, and think about who may have copied it.`,
    )
  }
  return checkKey(check, file)
}

function checkKey(check: string, file: string): Finding {
  try {
    const { length } = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
    if (length === 32) return ok(check, file)
    return failure(
      check,
      `${file} holds ${length} bytes and not the 32 of a key`,
      'Bring the key back from a backup.',
    )
  } catch (error) {
    return failure(
      check,
      `${file} can't be read (${messageOf(error)})`,
      'Run this as the user that runs the server.',
    )
  }
}

/** Whether the server has never stored anything in the folder. */
export function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch {
    return !existsSync(folder)
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(path.dirname(folder))
}

function describeBytes(bytes: number): string {
  const mebibytes = bytes / mebibyte
  return mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`
}
