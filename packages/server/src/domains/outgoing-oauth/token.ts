import type { Outgoing } from '#platform/net/outgoing.ts'
import type { Connection } from './rules.ts'

/** A token, and for how long it is good. */
export type FetchedToken = { header: string; lifetimeMs: number }

const maxBytes = 65_536
const defaultLifetimeMs = 300_000
const maxLifetimeMs = 86_400_000

/**
 * Asks the connection's server for a token (RFC 6749 §4.3, §4.4). Follows no redirect: the secrets
 * are for that server alone. Throws where the answer has no token.
 */
export async function fetchToken(
  outgoing: Pick<Outgoing, 'fetch'>,
  connection: Connection,
  timeoutMs: number,
): Promise<FetchedToken> {
  const form = new URLSearchParams({
    grant_type: connection.grant_type,
    client_id: connection.client_id,
    client_secret: connection.client_secret,
    ...(connection.grant_type === 'password' && {
      username: connection.credentials_username,
      password: connection.credentials_password,
    }),
  })
  const answer = await outgoing.fetch(connection.oauth_token_url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    },
    body: form.toString(),
    timeoutMs,
    maxBytes,
    maxRedirects: 0,
  })
  if (answer.status !== 200) throw new Error(`the token endpoint answered ${answer.status}`)
  return readToken(answer.body)
}

function readToken(body: Buffer): FetchedToken {
  const answer: unknown = JSON.parse(body.toString('utf8'))
  const { access_token, token_type, expires_in } = (answer ?? {}) as Record<string, unknown>
  const isUsable = typeof access_token === 'string' && /^[\x21-\x7e]{1,16384}$/.test(access_token)
  if (!isUsable) throw new Error('the token endpoint gave no token')
  if (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer') {
    throw new Error('the token endpoint gave a token of another kind')
  }
  const seconds = Number(expires_in)
  const lifetimeMs = seconds > 0 ? Math.min(seconds * 1000, maxLifetimeMs) : defaultLifetimeMs
  return { header: `Bearer ${access_token}`, lifetimeMs }
}
