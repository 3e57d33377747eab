import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ConnectionOptions,
  connect,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node'
import { newId } from '#platform/ids.ts'
import type { Bus, Hear } from './bus.ts'

type Given = {
  /** One address or more, separated by commas; `tls://` encrypts, `user:password@` logs in. */
  url: string
  /** Told of what an operator has to know. */
  warn: (message: string) => void
}

const firstWaitMs = 5_000
const retryMs = 250
const pingMs = 5_000
const flushMs = 1_000
const maxUnanswered = 2
const defaultMaxFrameBytes = 1_048_576

/**
 * The bus over NATS. Where no server answers, the node starts without the others and joins them
 * once one does.
 */
export async function openNatsBus({ url, warn }: Given): Promise<Bus> {
  const nodeId = newId()
  const listening = new Map<{ subject: string; hear: Hear }, Subscription | undefined>()
  const returns = new Set<() => void>()
  const closing = new AbortController()
  let connection: NatsConnection | undefined
  let isConnected = false

  const options: ConnectionOptions = {
    ...toOptions(url),
    name: `redoubt ${nodeId}`,
    noEcho: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: retryMs,
    reconnectJitter: retryMs,
    pingInterval: pingMs,
    maxPingOut: maxUnanswered,
    ignoreAuthErrorAbort: true,
    timeout: firstWaitMs,
  }

  async function join(): Promise<void> {
    for (let isFirst = true; !closing.signal.aborted; isFirst = false) {
      try {
        connection = await connect(options)
        break
      } catch (error) {
        if (isFirst) warn(`The bus can't be reached, this node serves alone: ${String(error)}`)
        await sleep(1_000, undefined, { ref: false })
      }
    }
    if (!connection) return
    if (closing.signal.aborted) return connection.close()
    for (const entry of listening.keys()) listening.set(entry, listen(connection, entry))
    void watch(connection)
    back()
  }

  function back(): void {
    isConnected = true
    for (const listener of [...returns]) listener()
  }

  async function watch(of: NatsConnection): Promise<void> {
    for await (const { type } of of.status()) {
      if (type === 'reconnect') back()
      if (type !== 'disconnect' && type !== 'staleConnection') continue
      if (isConnected) warn('The bus is lost: this node serves alone until it is back.')
      isConnected = false
    }
  }

  async function flush(): Promise<void> {
    if (!isConnected || !connection) return
    const waiting = sleep(flushMs, undefined, { ref: false })
    await Promise.race([connection.flush().catch(() => undefined), waiting])
  }

  function listen(on: NatsConnection, { subject, hear }: { subject: string; hear: Hear }) {
    return on.subscribe(subject, {
      callback: (error: Error | null, message: Msg) => {
        if (!error) hear(message.data, (frame) => void message.respond(frame))
      },
    })
  }

  const joined = join()
  await Promise.race([joined, sleep(firstWaitMs, undefined, { ref: false })])

  return {
    nodeId,
    isShared: true,
    get isConnected() {
      return isConnected
    },
    get maxFrameBytes() {
      return connection?.info?.max_payload ?? defaultMaxFrameBytes
    },
    get address() {
      return connection?.info?.client_ip ?? ''
    },
    publish(subject, frame) {
      if (isConnected) connection?.publish(subject, frame)
    },
    subscribe(subject, hear) {
      const entry = { subject, hear }
      listening.set(entry, connection && listen(connection, entry))
      return () => {
        listening.get(entry)?.unsubscribe()
        listening.delete(entry)
      }
    },
    async request(subject, frame, timeoutMs) {
      if (!isConnected) return undefined
      const answer = connection?.request(subject, frame, { timeout: timeoutMs, noMux: false })
      return answer?.then(
        ({ data }) => data,
        () => undefined,
      )
    },
    flush,
    onReturn(listener) {
      returns.add(listener)
      return () => returns.delete(listener)
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      // What was said last, such as goodbye.
      await flush()
      isConnected = false
      await connection?.close()
      await Promise.race([joined, sleep(firstWaitMs, undefined, { ref: false })])
    },
  }
}

function toOptions(url: string): ConnectionOptions {
  const addresses = url.split(',').map((part) => new URL(part.trim()))
  const [first] = addresses
  const user = decodeURIComponent(first?.username ?? '')
  const pass = decodeURIComponent(first?.password ?? '')
  return {
    servers: addresses.map(({ host }) => host),
    ...(pass ? { user, pass } : user && { token: user }),
    ...(first?.protocol === 'tls:' && { tls: {} }),
  }
}
