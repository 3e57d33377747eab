import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { keySource } from './root-key.ts'
import { openSigningKey } from './signing-key.ts'

test('what one workspace signs, its public key proves, and no other', () => {
  const keys = Array.from({ length: 20 }, (_, n) =>
    openSigningKey(keySource(Buffer.alloc(32, n + 1))),
  )
  for (const [index, key] of keys.entries()) {
    const [head = '', claims = '', signature = ''] = key.toJwt({ ack_id: 'a' }).split('.')
    const proves = (publicKey: string) => {
      const der = Buffer.from(publicKey, 'base64')
      const proof = createPublicKey({ key: der, format: 'der', type: 'spki' })
      return verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        { key: proof, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      )
    }
    expect(proves(key.publicKey)).toBe(true)
    expect(proves(keys[(index + 1) % keys.length]?.publicKey ?? '')).toBe(false)
  }
})
