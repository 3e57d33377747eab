import type { Broadcast } from '@redoubt/wire/socket.ts'
import type { Audience, DomainEvent } from '#platform/events/event.ts'

/** An event without its number: `seq` and the closing brace are added for each connection. */
export type Frame = string

export function encodeFrame(event: DomainEvent, extra?: Record<string, unknown>): Frame {
  const data = extra ? { ...event.data, ...extra } : event.data
  const frame = { event: event.name, data, broadcast: toBroadcast(event.audience) }
  return `${JSON.stringify(frame).slice(0, -1)},"seq":`
}

/** The text that goes over the socket. */
export function numberFrame(frame: Frame, seq: number): string {
  return `${frame}${seq}}`
}

function toBroadcast(audience: Audience): Broadcast {
  return {
    omit_users: audience.omit_users
      ? Object.fromEntries(audience.omit_users.map((userId) => [userId, true]))
      : null,
    user_id: audience.user_id ?? '',
    channel_id: audience.channel_id ?? '',
    team_id: audience.team_id ?? '',
    connection_id: audience.connection_id ?? '',
    omit_connection_id: audience.omit_connection_id ?? '',
    ...(audience.detail === 'sanitized' && { contains_sanitized_data: true as const }),
    ...(audience.detail === 'sensitive' && { contains_sensitive_data: true as const }),
  }
}
