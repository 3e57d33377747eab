import path from 'node:path'

/** The settings that belong to the process and not to a workspace. */
export type ProcessSettings = {
  host: string
  port: number
  dataFolder: string
  keyFile: string
  /** Undefined: the PostgreSQL that comes with the product. */
  databaseUrl: string | undefined
  /** The bus between several nodes; undefined where this one is alone. */
  natsUrl: string | undefined
  /** Where files lie; several nodes share it. */
  filesFolder: string
  /** Backends that all workspaces share. */
  backends: number
  logLevel: string
  /** Whether log-ins are limited per address; off only where many come from one, as in tests. */
  limitsRoutes: boolean
  /** `MM_SECTION_KEY` overrides for every workspace. */
  environment: Record<string, string | undefined>
}

type Environment = Record<string, string | undefined>

const defaultListen = '127.0.0.1:8065'

/** Reads `REDOUBT_…` and `MM_…`. Throws with a sentence that names what can't be right. */
export function readProcessSettings(environment: Environment): ProcessSettings {
  const { host, port } = parseListen(environment.REDOUBT_LISTEN ?? defaultListen)
  const dataFolder = path.resolve(environment.REDOUBT_DATA ?? 'data')
  const siteUrl = environment.REDOUBT_SITE_URL
  return {
    host,
    port,
    dataFolder,
    keyFile: path.resolve(environment.REDOUBT_KEY_FILE ?? `${dataFolder}.key`),
    databaseUrl: environment.REDOUBT_DATABASE_URL || undefined,
    natsUrl: parseNatsUrl(environment),
    filesFolder: path.resolve(environment.REDOUBT_FILES || path.join(dataFolder, 'files')),
    backends: parseCount(environment.REDOUBT_DATABASE_BACKENDS ?? '40'),
    logLevel: environment.REDOUBT_LOG_LEVEL ?? 'info',
    limitsRoutes: environment.REDOUBT_ROUTE_LIMITS !== 'off',
    environment: siteUrl
      ? { MM_SERVICESETTINGS_SITEURL: requireUrl(siteUrl), ...environment }
      : environment,
  }
}

function parseListen(text: string): { host: string; port: number } {
  const match = /^(?:(.*):)?(\d{1,5})$/.exec(text)
  const port = Number(match?.[2])
  if (!match || port > 65_535) {
    throw new Error(`REDOUBT_LISTEN is ${text}: write host:port, such as ${defaultListen}`)
  }
  return { host: (match[1] ?? '').replace(/^\[|\]$/g, '') || '0.0.0.0', port }
}

function parseNatsUrl(environment: Environment): string | undefined {
  const text = environment.REDOUBT_NATS_URL
  if (!text) return undefined
  for (const part of text.split(',')) {
    if (['nats:', 'tls:'].includes(URL.parse(part.trim())?.protocol ?? '')) continue
    throw new Error(`REDOUBT_NATS_URL is ${text}: write an address such as nats://bus:4222`)
  }
  if (environment.REDOUBT_DATABASE_URL) return text
  throw new Error('REDOUBT_NATS_URL needs REDOUBT_DATABASE_URL: nodes share one database')
}

function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 2) return count
  throw new Error(`REDOUBT_DATABASE_BACKENDS is ${text}: write a whole number from 2`)
}

function requireUrl(text: string): string {
  const url = URL.parse(text)
  if (url && ['http:', 'https:'].includes(url.protocol)) return text
  throw new Error(`REDOUBT_SITE_URL is ${text}: write an address such as https://chat.example.org`)
}
