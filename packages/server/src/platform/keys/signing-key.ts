import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { KeySource } from './root-key.ts'

export type SigningKey = ReturnType<typeof openSigningKey>

/** The workspace's P-256 key, by which others can tell that something comes from it. */
export function openSigningKey(keys: KeySource) {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(keys.derive('signing'))
  const point = pair.getPublicKey()
  const privateKey = toPrivateKey(pair.getPrivateKey(), point)
  const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
  return {
    /** SPKI DER in base64. */
    publicKey: Buffer.concat([spkiHead, point]).toString('base64'),
    /** The ECDSA signature of a text with SHA-256: DER, in base64url. */
    sign: (text: string): string =>
      sign('sha256', Buffer.from(text), privateKey).toString('base64url'),
    /** A JWT (RFC 7519) of these claims, signed with ES256. */
    toJwt(claims: Record<string, unknown>): string {
      const head = toText({ alg: 'ES256', typ: 'JWT' })
      const signed = `${head}.${toText(claims)}`
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const }
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    },
  }
}

function toPrivateKey(secret: Buffer, point: Buffer): KeyObject {
  const text = (bytes: Buffer) => bytes.toString('base64url')
  // The secret is told without its leading zeros, which the format wants.
  const d = Buffer.concat([Buffer.alloc(32 - secret.length), secret])
  const jwk = { kty: 'EC', crv: 'P-256', d: text(d) }
  const at = { x: text(point.subarray(1, 33)), y: text(point.subarray(33, 65)) }
  return createPrivateKey({ key: { ...jwk, ...at }, format: 'jwk' })
}

function toText(part: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
