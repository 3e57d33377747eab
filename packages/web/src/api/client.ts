import { Client4 } from '@mattermost/client'
import { basePath, withBase } from '#web/router/base.ts'

/** The one API client. It speaks to the place that the page came from and is known by the session cookies. */
export const client = new Client4()
client.setUrl(window.location.origin + basePath)
client.setAuthHeader = false

/** The address of the server's WebSocket. */
export function socketUrl(): string {
  const url = new URL(withBase('/api/v4/websocket'), window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
