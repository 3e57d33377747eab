import { AppError } from '#platform/app-error.ts'

/** A connection with its secrets in the clear, as it is used and checked. */
export type Connection = {
  name: string
  client_id: string
  client_secret: string
  credentials_username: string
  credentials_password: string
  oauth_token_url: string
  grant_type: string
  audiences: string[]
}

const maxNameLength = 64
const maxTextLength = 255
const maxUrlLength = 1024

/** Throws 400 with the id of the first thing that isn't valid. */
export function requireValidConnection(connection: Connection): void {
  const { name, client_id, client_secret, oauth_token_url, grant_type, audiences } = connection
  if (!isText(name, maxNameLength)) refuse('name.error')
  if (!isText(client_id)) refuse('client_id.error')
  if (!isText(client_secret)) refuse('client_secret.error')
  if (!isAddress(oauth_token_url)) refuse('oauth_token_url.error')
  if (!['client_credentials', 'password'].includes(grant_type)) refuse('grant_type.error')
  const hasCredentials =
    isText(connection.credentials_username) && isText(connection.credentials_password)
  if (grant_type === 'password' && !hasCredentials) refuse('password_credentials.error')
  if (audiences.length === 0) refuse('audience.empty')
  if (!audiences.every(isAddress)) refuse('audience.error')
}

type What =
  | 'name.error'
  | 'client_id.error'
  | 'client_secret.error'
  | 'oauth_token_url.error'
  | 'grant_type.error'
  | 'password_credentials.error'
  | 'audience.empty'
  | 'audience.error'

function refuse(what: What): never {
  throw new AppError(`model.outgoing_oauth_connection.is_valid.${what}`, 400)
}

function isText(text: string, max = maxTextLength): boolean {
  return text !== '' && text.length <= max
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  const isHttp = url !== null && /^https?:$/.test(url.protocol)
  return isHttp && text.length <= maxUrlLength && !url.username && !url.password
}

/**
 * Whether the address lies below the audience: the same origin, and its path or one below it.
 * `https://a.example` doesn't cover `https://a.example.evil`, nor `/api` `/apis`.
 */
export function covers(audience: string, address: string): boolean {
  const wanted = URL.parse(audience)
  const url = URL.parse(address)
  if (!wanted || !url || wanted.origin !== url.origin) return false
  const base = wanted.pathname.replace(/\/+$/, '')
  return url.pathname === base || url.pathname.startsWith(`${base}/`)
}

/** The connection whose audience fits the address best: with the longest path. */
export function bestFor<Row extends { audiences: string[] }>(
  connections: readonly Row[],
  address: string,
): Row | undefined {
  let best: { row: Row; length: number } | undefined
  for (const row of connections) {
    for (const audience of row.audiences) {
      const isBetter = !best || audience.length > best.length
      if (isBetter && covers(audience, address)) best = { row, length: audience.length }
    }
  }
  return best?.row
}
