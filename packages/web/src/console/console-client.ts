import { Client4 } from '@mattermost/client'
import type { MachineChecks } from '@redoubt/wire/checks.ts'
import type { ConfigVersion } from '@redoubt/wire/config.ts'
import type { LogLine } from '@redoubt/wire/system.ts'
import { client } from '#web/api/client.ts'

/** The calls of administrators that the official client doesn't have, or has with other types. */
class ConsoleClient extends Client4 {
  /** Who changed which keys, newest first. */
  configHistory(page: number, perPage: number): Promise<ConfigVersion[]> {
    const query = `page=${page}&per_page=${perPage}`
    const url = `${this.getUrl()}/api/redoubt/v1/config/history?${query}`
    return this.doFetch<ConfigVersion[]>(url, { method: 'get' })
  }

  /** Lines of the log by node, oldest first. */
  queryLogs(levels: readonly string[]): Promise<Record<string, LogLine[]>> {
    return this.doFetch(`${this.getBaseRoute()}/logs/query?logs_per_page=1000`, {
      method: 'post',
      body: JSON.stringify({ log_levels: levels }),
    })
  }

  /** What works on the server, by the name of the check. */
  serverStatus(): Promise<Record<string, unknown>> {
    const query = 'get_server_status=true&use_rest_semantics=true'
    return this.doFetch(`${this.getBaseRoute()}/system/ping?${query}`, { method: 'get' })
  }

  /** How the machine below the workspace does. */
  machineChecks(): Promise<MachineChecks> {
    return this.doFetch(`${this.getUrl()}/api/redoubt/v1/checks`, { method: 'get' })
  }

  /** The server's clock, in milliseconds. */
  async serverTime(): Promise<number> {
    const { headers } = await fetch(`${this.getBaseRoute()}/system/ping`, { cache: 'no-store' })
    return Date.parse(headers.get('Date') ?? '')
  }
}

export const consoleClient = new ConsoleClient()
consoleClient.setUrl(client.getUrl())
consoleClient.setAuthHeader = false
