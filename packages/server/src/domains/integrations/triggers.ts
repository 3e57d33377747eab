import { createECDH, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import type { KeySource } from '#platform/keys/root-key.ts'

export type Triggers = ReturnType<typeof makeTriggers>

type Deps = { keys: KeySource; clock: Clock; lifetimeMs: () => number }

/**
 * Proofs that somebody has just done something, with which a program may open a dialog for them. A
 * client knows only the first part: it opens no dialog that it didn't ask for.
 */
export function makeTriggers({ keys, clock, lifetimeMs }: Deps) {
  const key = signingKey(keys)
  const publicKey = createPublicKey(key)

  function issue(userId: string): { clientId: string; triggerId: string } {
    const clientId = newId(clock())
    const said = `${clientId}:${userId}:${clock()}:`
    const signature = sign('sha256', Buffer.from(said), key).toString('base64')
    return { clientId, triggerId: Buffer.from(said + signature).toString('base64') }
  }

  /** Whose trigger it is. Throws 400 for one that wasn't issued here, or is too old. */
  function redeem(triggerId: string): { clientId: string; userId: string } {
    const parts = Buffer.from(triggerId, 'base64').toString('utf8').split(':')
    const [clientId = '', userId = '', time = '', signature = ''] = parts
    if (parts.length !== 4) {
      throw new AppError('interactive_message.decode_trigger_id.missing_data', 400)
    }
    if (clock() - Number(time) > lifetimeMs()) {
      throw new AppError('interactive_message.decode_trigger_id.expired', 400, {
        params: { Seconds: lifetimeMs() / 1000 },
      })
    }
    const said = Buffer.from(`${clientId}:${userId}:${time}:`)
    if (!verify('sha256', said, publicKey, Buffer.from(signature, 'base64'))) {
      throw new AppError('interactive_message.decode_trigger_id.verify_signature_failed', 400)
    }
    return { clientId, userId }
  }

  return { issue, redeem }
}

/** The workspace's P-256 key, the public half of which clients see in their configuration. */
function signingKey(keys: KeySource) {
  const secret = keys.derive('signing')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(secret)
  const point = pair.getPublicKey()
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: secret.toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
}
