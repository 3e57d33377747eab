import { generateSecret, generateURI, verifySync } from 'otplib'

const secretBytes = 20
const stepSeconds = 30

/** A secret of 20 bytes in base32. */
export function newSecret(): string {
  return generateSecret({ length: secretBytes })
}

/** What authenticator apps read: `otpauth://totp/…`. */
export function toUri(secret: string, { issuer, label }: { issuer: string; label: string }) {
  return generateURI({ secret, issuer, label })
}

export function isCode(text: string): boolean {
  return /^\d{6}$/.test(text)
}

/** The time step of a right code, one step early or late at most (RFC 6238); else undefined. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const epoch = Math.floor(now / 1000)
  const found = verifySync({ secret, token: code, epoch, epochTolerance: stepSeconds })
  return found.valid && 'timeStep' in found ? found.timeStep : undefined
}
