import type { PushAck, PushNotification } from '@redoubt/wire/notifications.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SigningKey } from '#platform/keys/signing-key.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import type { PushMessage } from './push-messages.ts'

export type PushProxy = ReturnType<typeof pushProxy>

/** What became of a push; `removed` where the device will never take one again. */
export type PushOutcome = 'sent' | 'removed' | 'refused'

type Deps = { config: ConfigService; outgoing: Pick<Outgoing, 'fetch'>; signingKey: SigningKey }

const timeoutMs = 10_000
const testTimeoutMs = 5_000
const maxBytes = 65_536

/** The server between us and the services that reach phones. */
export function pushProxy({ config, outgoing, signingKey }: Deps) {
  function address(): string {
    return config.string('EmailSettings.PushNotificationServer').replace(/\/+$/, '')
  }

  function isOn(): boolean {
    return config.bool('EmailSettings.SendPushNotifications') && address() !== ''
  }

  /** A device id names its platform first: `<platform>:<token>`. */
  function addressed(message: PushMessage, deviceId: string, ackId: string): PushNotification {
    const colon = deviceId.indexOf(':')
    const device_id = deviceId.slice(colon + 1)
    return {
      ...message,
      ack_id: ackId,
      platform: colon < 0 ? '' : deviceId.slice(0, colon),
      server_id: config.diagnosticId,
      device_id,
      signature: signingKey.toJwt({ ack_id: ackId, device_id }),
    }
  }

  /** Throws where the proxy doesn't answer. */
  async function send(
    message: PushMessage,
    to: { deviceId: string; ackId: string },
    options: { isTest?: boolean } = {},
  ): Promise<PushOutcome> {
    const push = addressed(message, to.deviceId, to.ackId)
    const answer = await post('/api/v1/send_push', push, options.isTest ? testTimeoutMs : timeoutMs)
    if (answer.status >= 500) throw new Error(`the push proxy answers ${answer.status}`)
    const status = statusIn(answer.body)
    if (status === 'REMOVE') return 'removed'
    return answer.status === 200 && status === 'OK' ? 'sent' : 'refused'
  }

  /** Passes on that a phone has shown a push. */
  async function acknowledge(ack: PushAck): Promise<void> {
    const answer = await post('/api/v1/ack', ack, timeoutMs)
    if (answer.status >= 500) throw new Error(`the push proxy answers ${answer.status}`)
  }

  function post(path: string, body: unknown, limitMs: number) {
    return outgoing.fetch(`${address()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs: limitMs,
      maxBytes,
      maxRedirects: 0,
    })
  }

  return { isOn, send, acknowledge, addressed }
}

function statusIn(body: Buffer): unknown {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'))
    return typeof answer === 'object' && answer !== null && 'status' in answer
      ? answer.status
      : undefined
  } catch {
    return undefined
  }
}
