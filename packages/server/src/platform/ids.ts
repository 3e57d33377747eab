import { randomBytes } from 'node:crypto'

const alphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769'

/**
 * A new id: a UUIDv7 in 26 characters of the wire's base-32 alphabet.
 * Ids made later share longer prefixes, so index pages stay warm at one place. What isn't time in
 * it comes from `bytes`, 16 of them.
 */
export function newId(now: number = Date.now(), bytes: Buffer = randomBytes(16)): string {
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return toBase32(bytes)
}

/** A secret of 26 characters with 128 random bits: session tokens, invitation ids. */
export function newToken(): string {
  return toBase32(randomBytes(16))
}

/** A secret of 64 characters with 320 random bits: links in mails. */
export function newLinkToken(): string {
  return toBase32(randomBytes(40))
}

export function isId(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text)
}

function toBase32(bytes: Buffer): string {
  let text = ''
  let value = 0
  let bits = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >>> bits) & 31)
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}
