import type { ServerBusy } from '@redoubt/wire/system.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { invalidUrl } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { toRfc3339 } from '#platform/rfc3339.ts'

export type BusyService = ReturnType<typeof busyService>

type Deps = {
  transact: Transact
  clock: Clock
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
}

const defaultSeconds = 3600
const maxSeconds = 86_400

/** Not served while the server is busy: what costs much and can wait. */
export const refusedWhenBusy: ReadonlySet<string> = new Set([
  'POST /api/v4/users/search',
  'POST /api/v4/users/:user_id/typing',
  'POST /api/v4/teams/search',
  'POST /api/v4/channels/search',
  'POST /api/v4/channels/group/search',
  'POST /api/v4/teams/:team_id/channels/search',
  'POST /api/v4/teams/:team_id/posts/search',
  'POST /api/v4/teams/:team_id/files/search',
  'POST /api/v4/files/search',
  'POST /api/v4/posts/search',
])

/** The switch by which an administrator sheds load for a while. */
export function busyService({ transact, clock, roles, audits }: Deps) {
  let until = 0

  const isBusy = (): boolean => clock() < until

  /** Throws 400 for anything but a number of seconds up to a day. */
  async function set(actor: Actor, secondsText: string | undefined): Promise<void> {
    roles.require(actor, 'manage_system')
    const seconds = secondsText ? Number(secondsText) : defaultSeconds
    const isSane = Number.isInteger(seconds) && seconds >= 1 && seconds <= maxSeconds
    if (!isSane) throw invalidUrl('seconds')
    await tell(actor, 'setServerBusy', clock() + seconds * 1000)
  }

  async function clear(actor: Actor): Promise<void> {
    roles.require(actor, 'manage_system')
    await tell(actor, 'clearServerBusy', 0)
  }

  async function tell(actor: Actor, action: string, time: number): Promise<void> {
    await transact(async (tx) => {
      await audits.record(tx, { actor, action })
      tx.changed({ kind: 'busy', until: time })
    })
  }

  /** `expires` is in seconds. */
  function show(actor: Actor): ServerBusy {
    roles.require(actor, 'manage_system')
    if (!isBusy()) return { busy: false, expires: 0 }
    const expires = Math.ceil(until / 1000)
    return { busy: true, expires, expires_ts: toRfc3339(until) }
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'busy') until = change.until
  }

  return {
    isBusy,
    set,
    clear,
    show,
    onChange,
    /** What a node that has just come has to know. */
    state: (): StateChange => ({ kind: 'busy', until }),
  }
}
