import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { configKeys } from '@redoubt/wire/config-keys.gen.ts'
import type { KeySource } from '#platform/keys/root-key.ts'

/** What clients see in place of a secret, and send back to leave it as it is. */
const mask = '********************************'

/** Secrets that the reference doesn't count as such. */
const furtherSecrets = new Set(['FileSettings.ExportAmazonS3SecretAccessKey'])

const nonceBytes = 12
const tagBytes = 16

type Sealed = { sealed: string }

export function isSecret(name: string): boolean {
  return configKeys[name]?.secret === true || furtherSecrets.has(name)
}

/** A secret as answers show it; what is empty stays so. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(() => mask)
  return value === '' ? '' : mask
}

/** Whether a client sent back what it was shown. */
export function isMask(value: unknown, stored: unknown): boolean {
  return value === mask || (Array.isArray(value) && value.length > 0 && isMaskOf(value, stored))
}

function isMaskOf(value: unknown[], stored: unknown): boolean {
  return isDeepStrictEqual(value, masked(stored))
}

/** Seals the secrets among saved values and opens them again: no secret lies in a row. */
export function configSealer(keys: KeySource) {
  const key = keys.derive('config-secrets')

  function seal(name: string, value: unknown): Sealed {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') }
  }

  function open(name: string, { sealed }: Sealed): unknown {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
    const text = Buffer.concat([
      decipher.update(bytes.subarray(nonceBytes + tagBytes)),
      decipher.final(),
    ])
    return JSON.parse(text.toString('utf8'))
  }

  return {
    sealAll: (saved: Record<string, unknown>): Record<string, unknown> =>
      mapValues(saved, (name, value) => (isSecret(name) ? seal(name, value) : value)),
    openAll: (stored: Record<string, unknown>): Record<string, unknown> =>
      mapValues(stored, (name, value) =>
        isSecret(name) && isSealed(value) ? open(name, value) : value,
      ),
  }
}

function isSealed(value: unknown): value is Sealed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sealed' in value &&
    typeof value.sealed === 'string'
  )
}

function mapValues(
  values: Record<string, unknown>,
  change: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(name, value)]),
  )
}
