import type { Role } from '@redoubt/wire/roles.ts'
import type { Scheme } from '@redoubt/wire/schemes.ts'

/** Whom an event reaches; what is left out doesn't restrict. */
export type Audience = {
  user_id?: string
  channel_id?: string
  team_id?: string
  connection_id?: string
  omit_connection_id?: string
  omit_users?: readonly string[]
  /** `sanitized` goes only to those without `manage_system`, `sensitive` only to those with it. */
  detail?: 'sanitized' | 'sensitive'
  /** Tells of a person: those who may not know of everybody hear it only of whom they know. */
  about_user?: string
}

/** Something that happened, addressed and ready to be framed. */
export type DomainEvent = {
  name: string
  audience: Audience
  data: Record<string, unknown>
  /** Further data for single receivers, e.g. that they were mentioned. */
  extras?: Readonly<Record<string, Record<string, unknown>>>
  /** Users whose clients, where they offer to, are asked what they did with it. */
  asks?: readonly string[]
}

/** What caches and hubs must know before the events of the same transaction arrive. */
export type StateChange =
  | { kind: 'channel_member'; channel_id: string; user_id: string; isMember: boolean }
  | { kind: 'team_member'; team_id: string; user_id: string; isMember: boolean }
  | { kind: 'channel'; channel_id: string }
  | { kind: 'team'; team_id: string }
  | { kind: 'user'; user_id: string }
  | { kind: 'session'; session_id: string; user_id: string }
  | { kind: 'role'; role: Omit<Role, 'scheme_id'> }
  | { kind: 'scheme'; scheme: Scheme }
  | { kind: 'config' }
  | { kind: 'outgoing_webhooks'; team_id: string }
  | { kind: 'task'; run_at: number }
  /** Load is shed until then; 0 for no longer. */
  | { kind: 'busy'; until: number }
  /** Whatever is held in memory may be stale. */
  | { kind: 'everything' }

/** What one committed transaction has to tell. */
export type CommittedWork = { events: DomainEvent[]; changes: StateChange[] }

/** Names an event, its audience and its data in one place. */
export function defineEvent<Subject>(
  name: string,
  define: {
    audience: (subject: Subject) => Audience
    data: (subject: Subject) => Record<string, unknown>
    extras?: (subject: Subject) => Record<string, Record<string, unknown>>
    asks?: (subject: Subject) => readonly string[]
  },
): (subject: Subject) => DomainEvent {
  return (subject) => ({
    name,
    audience: define.audience(subject),
    data: define.data(subject),
    ...(define.extras && { extras: define.extras(subject) }),
    ...(define.asks && { asks: define.asks(subject) }),
  })
}
