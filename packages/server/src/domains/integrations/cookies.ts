import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Props } from '@redoubt/wire/base.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { KeySource } from '#platform/keys/root-key.ts'

export type ActionCookies = ReturnType<typeof makeActionCookies>

/** What a click on a post that nobody stores has to bring along. */
const ActionCookie = Type.Object({
  type: Type.String(),
  post_id: Type.String(),
  root_post_id: Type.String(),
  channel_id: Type.String(),
  data_source: Type.String(),
  integration: Type.Object({ url: Type.String(), context: Props }),
  retain_props: Props,
  remove_props: Type.Array(Type.String()),
})
export type ActionCookie = Static<typeof ActionCookie>

const nonceBytes = 12
const tagBytes = 16

/** Seals what clients carry and may neither read nor change: nonce, ciphertext and tag in base64. */
export function makeActionCookies({ keys }: { keys: KeySource }) {
  const key = keys.derive('post-action-cookie')

  function seal(actionId: string, cookie: ActionCookie): string {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(actionId))
    const text = Buffer.concat([cipher.update(JSON.stringify(cookie), 'utf8'), cipher.final()])
    return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64')
  }

  /** Undefined where it wasn't sealed here for this action. */
  function open(actionId: string, text: string): ActionCookie | undefined {
    const bytes = Buffer.from(text, 'base64')
    if (bytes.length < nonceBytes + tagBytes) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
      decipher.setAAD(Buffer.from(actionId))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      const sealed = bytes.subarray(nonceBytes, -tagBytes)
      const json = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
      const cookie: unknown = JSON.parse(json)
      return Value.Check(ActionCookie, cookie) ? cookie : undefined
    } catch {
      return undefined
    }
  }

  return { seal, open }
}
