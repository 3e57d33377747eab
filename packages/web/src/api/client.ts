import { Client4 } from '@mattermost/client'

/** The one API client. It speaks to the page's own origin and is known by the session cookies. */
export const client = new Client4()
client.setUrl(window.location.origin)
client.setAuthHeader = false

/** The address of the server's WebSocket. */
export function socketUrl(): string {
  const url = new URL('/api/v4/websocket', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
