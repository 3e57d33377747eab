import dns from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { Agent, buildConnector, request } from 'undici'
import { type AllowList, isReachable, parseAllowList } from './addresses.ts'

export type Outgoing = ReturnType<typeof openOutgoing>

/** Why a request didn't come to an answer. */
export class OutgoingError extends Error {
  readonly reason: 'bad_url' | 'forbidden_address' | 'too_large' | 'too_many_redirects' | 'failed'

  constructor(reason: OutgoingError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

export type OutgoingRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE' | 'PATCH'
  headers?: Record<string, string>
  body?: string | Buffer
  /** For the whole exchange, redirects and body included. */
  timeoutMs: number
  /** A longer body fails the request. */
  maxBytes: number
  /** With 0 a redirect is an answer like any other. */
  maxRedirects?: number
}

export type OutgoingHead = {
  status: number
  headers: Readonly<Record<string, string>>
  /** Where it ended after redirects. */
  url: string
}

type Deps = {
  /** `ServiceSettings.AllowedUntrustedInternalConnections`, asked for each request. */
  allowed: () => string
  lookup?: LookupAll
}

/** All addresses of a host name. */
type LookupAll = (host: string) => Promise<dns.LookupAddress[]>

const defaultRedirects = 5
const connectMs = 10_000
/** Of a redirect's own body. */
const drainedBytes = 65_536

/**
 * The only way to addresses that people and integrations name. Each connection, also that after a
 * redirect, goes to an address that was checked itself, so neither encoded addresses nor a name that
 * resolves anew lead inside. Throws `OutgoingError`.
 */
export function openOutgoing({ allowed, lookup = lookupAll }: Deps) {
  let allowText = ''
  let allowList = parseAllowList('')

  function currentAllowList(): AllowList {
    const text = allowed()
    if (text !== allowText) allowList = parseAllowList(text)
    allowText = text
    return allowList
  }

  const connect = buildConnector({
    timeout: connectMs,
    lookup: guardedLookup(lookup, currentAllowList),
  })
  const agent = new Agent({
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const isForbidden = isIP(host) !== 0 && !isReachable(host, currentAllowList())
      if (isForbidden) callback(forbidden(host), null)
      else connect(options, callback)
    },
    keepAliveTimeout: 1_000,
  })

  /** The answer's head, and its body as it arrives; whoever calls must read or destroy it. */
  async function stream(
    url: string,
    options: OutgoingRequest,
  ): Promise<OutgoingHead & { body: Readable }> {
    const signal = AbortSignal.timeout(options.timeoutMs)
    let to = parseUrl(url)
    let { method = 'GET', body } = options
    let headers = lowerCased(options.headers ?? {})
    for (let hop = 0; ; hop++) {
      const answer = await request(to, {
        dispatcher: agent,
        method,
        headers: { ...basicAuth(to), ...headers },
        body: body ?? null,
        signal,
      }).catch((error: unknown) => {
        throw toOutgoingError(error)
      })
      const location = answer.headers.location
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode) && location
      if (!isRedirect || options.maxRedirects === 0) {
        // A body that nobody reads to its end must not end the process.
        answer.body.on('error', () => undefined)
        return {
          status: answer.statusCode,
          headers: flat(answer.headers),
          url: to.href,
          body: answer.body,
        }
      }
      await answer.body.dump({ limit: drainedBytes }).catch(() => undefined)
      if (hop >= (options.maxRedirects ?? defaultRedirects)) {
        throw new OutgoingError('too_many_redirects', `${url} redirects too often`)
      }
      const next = parseUrl([location].flat()[0] ?? '', to)
      if (next.origin !== to.origin) headers = withoutSecrets(headers)
      if (answer.statusCode < 307 && method !== 'HEAD') {
        method = 'GET'
        body = undefined
      }
      to = next
    }
  }

  /** The whole answer. */
  async function fetch(
    url: string,
    options: OutgoingRequest,
  ): Promise<OutgoingHead & { body: Buffer }> {
    const answer = await stream(url, options)
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > options.maxBytes) {
          throw new OutgoingError('too_large', `${url} sent more than ${options.maxBytes} bytes`)
        }
        chunks.push(chunk)
      }
    } catch (error) {
      throw toOutgoingError(error)
    }
    return { ...answer, body: Buffer.concat(chunks) }
  }

  return { fetch, stream, close: (): Promise<void> => agent.destroy() }
}

/** Resolves a name and lets nothing through unless every address of it may be reached. */
function guardedLookup(lookup: LookupAll, allowList: () => AllowList): LookupFunction {
  return (host, options, callback) => {
    const list = allowList()
    lookup(host).then(
      (found) => {
        const refused = list.hosts.has(host.toLowerCase())
          ? undefined
          : found.find(({ address }) => !isReachable(address, list))
        const [first] = found
        if (refused || !first) callback(forbidden(host), '', 0)
        else if (options.all) callback(null, found)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}

function lookupAll(host: string): Promise<dns.LookupAddress[]> {
  return dns.promises.lookup(host, { all: true })
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new OutgoingError('bad_url', 'Only http and https addresses can be reached')
  }
  return url
}

function basicAuth({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

/** What was meant for one origin isn't told to another. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { authorization: _, cookie: __, ...rest } = headers
  return rest
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return Object.fromEntries(pairs)
}

function forbidden(host: string): OutgoingError {
  return new OutgoingError('forbidden_address', `${host} lies in a network that is not allowed`)
}

function toOutgoingError(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof OutgoingError) return cause
  return new OutgoingError('failed', error instanceof Error ? error.message : String(error))
}
