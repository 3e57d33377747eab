import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Derives one key per purpose; the root itself is never used. */
export type KeySource = {
  /** 32 bytes, always the same for the same purpose. */
  derive(purpose: string): Buffer
}

/**
 * The key from which this installation's keys are derived. It lies beside the data folder, not in
 * it, so that a copy of the data alone opens nothing. Made at the first start, mode 600.
 */
export function openRootKey(file: string): KeySource {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const root = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (root.length !== 32) throw new Error(`${file} is not a Redoubt key: 32 bytes in base64`)
  return keySource(root)
}

export function keySource(root: Buffer): KeySource {
  return {
    derive: (purpose) =>
      Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `redoubt/v1/${purpose}`, 32)),
  }
}

/** A function that turns tokens into what is stored of them. */
export function makeTokenHash(keys: KeySource): (token: string) => Buffer {
  const key = keys.derive('tokens')
  return (token) => createHmac('sha256', key).update(token).digest()
}
