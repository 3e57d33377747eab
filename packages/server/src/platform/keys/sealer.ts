import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeySource } from './root-key.ts'

/** Encrypts small secrets that stand in rows. */
export type Sealer = {
  /** `place` names the row and column: a secret that was moved elsewhere doesn't open. */
  seal(text: string, place: string): Buffer
  /** Throws for what wasn't sealed with this key for this place. */
  open(sealed: Buffer, place: string): string
}

const format = 1
const nonceBytes = 12
const tagBytes = 16
const cipher = 'aes-256-gcm'

/** AES-256-GCM under a key of its own: format (1) · nonce (12) · tag (16) · ciphertext. */
export function makeSealer(keys: KeySource, purpose: string): Sealer {
  const key = keys.derive(`sealed/${purpose}`)
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes)
      const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
      return Buffer.concat([Buffer.of(format), nonce, sealing.getAuthTag(), sealed])
    },
    open(sealed, place) {
      if (sealed[0] !== format) throw new Error(`unknown format of a sealed secret: ${place}`)
      const nonce = sealed.subarray(1, 1 + nonceBytes)
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
      const opening = createDecipheriv(cipher, key, nonce)
        .setAAD(Buffer.from(place))
        .setAuthTag(tag)
      const rest = sealed.subarray(1 + nonceBytes + tagBytes)
      return Buffer.concat([opening.update(rest), opening.final()]).toString('utf8')
    },
  }
}
