import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ConfigService } from '#domains/config/service.ts'

/** Told by clients to those who refuse them, so that they ask for another secret. */
export const preAuthRefusal = { 'X-Reject-Reason': 'pre-auth' } as const

/** What has to answer without the secret: browsers come back there, and phones without the app. */
const exempt = [
  /^\/api\/v4\/(config\/client|notifications\/ack)$/,
  /^\/login\/(desktop|sso\/saml)$/,
  /^\/oauth\/[^/]+\/(complete|login|mobile_login|signup)$/,
  /^\/(signup|login)\/[^/]+\/complete$/,
  /^\/api\/v3\/oauth\/[^/]+\/complete$/,
]

/**
 * Whether a request lacks the secret that has to come with every one, where the workspace has such a
 * thing. While it is changed, several count, with spaces between them.
 */
export function lacksPreAuth(config: ConfigService, path: string, given: IncomingMessage): boolean {
  const secrets = config.string('ServiceSettings.PreAuthSecret').split(/\s+/).filter(Boolean)
  if (secrets.length === 0 || exempt.some((pattern) => pattern.test(path))) return false
  const header = digest(String(given.headers['x-mattermost-preauth-secret'] ?? ''))
  return !secrets.some((secret) => timingSafeEqual(digest(secret), header))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
