import type { StatusChange } from '@redoubt/wire/statuses.ts'
import type { Status } from '@redoubt/wire/users.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import { statusActivity } from './activity.ts'
import { heldPresences } from './holding.ts'
import { type Presence, setByHand, statusOf, toStatus } from './presence.ts'
import { type StatusRow, upsertStatus } from './store.ts'

export type StatusesService = ReturnType<typeof statusesService>
export type { CustomStatuses } from './custom.ts'

type Deps = Parameters<typeof heldPresences>[0] &
  Omit<Parameters<typeof statusActivity>[0], 'presences'> & {
    roles: RolesService
    /** Those of the ids that the actor may know of. */
    visibleAmong: (actor: Actor, userIds: string[]) => Promise<string[]>
    /** Told of everybody who was out of office and isn't any more. */
    onBack: (userId: string) => Promise<void>
  }

/** Who is there. Held in memory; what must outlive the process is written behind. */
export function statusesService(deps: Deps) {
  const { transact, clock, roles, visibleAmong } = deps
  const presences = heldPresences(deps)
  const { isEnabled, load, settle, replace } = presences
  const { noteActivity, awayIfIdle, noted } = statusActivity({ ...deps, presences })

  /** Throws 404 where there is no such account, and where statuses are switched off. */
  async function get(actor: Actor, idOrMe: string): Promise<Status> {
    const userId = resolveMe(actor, idOrMe)
    const visible = await visibleAmong(actor, [userId])
    const presence = isEnabled() ? (await load(visible)).get(userId) : undefined
    if (!presence) throw new AppError('api.status.user_not_found.app_error', 404)
    return toStatus(userId, presence)
  }

  /** How these accounts are, whoever wants to know: unknown ones are left out. */
  async function current(userIds: readonly string[]): Promise<Map<string, Status>> {
    const found = await load(userIds)
    return new Map([...found].map(([userId, presence]) => [userId, toStatus(userId, presence)]))
  }

  /** In the order of the ids; nobody knows of an unknown one that it isn't just offline. */
  async function byIds(actor: Actor, userIds: string[]): Promise<Status[]> {
    if (userIds.length === 0) throw invalidBody('user_ids')
    if (!isEnabled()) return []
    const wanted = [...new Set(userIds)]
    const found = await load(await visibleAmong(actor, wanted))
    return wanted.map((userId) => toStatus(userId, found.get(userId) ?? unknown))
  }

  /** Everybody who is known to be there. */
  function listPresent(): Record<string, string> {
    if (!isEnabled()) return {}
    const statuses = presences.all().map(([userId, presence]) => [userId, statusOf(presence)])
    return Object.fromEntries(statuses.filter(([, status]) => status !== 'offline'))
  }

  /** Those of them whom the actor may know of. */
  async function listVisible(actor: Actor): Promise<Record<string, string>> {
    const present = listPresent()
    const visible = new Set(await visibleAmong(actor, Object.keys(present)))
    return Object.fromEntries(Object.entries(present).filter(([userId]) => visible.has(userId)))
  }

  /** Sets the own status by hand, or with the permission somebody else's. */
  async function update(actor: Actor, idOrMe: string, input: StatusChange): Promise<Status> {
    const userId = resolveMe(actor, idOrMe)
    if (input.user_id !== userId) throw invalidBody('user_id')
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    const before = (await load([userId])).get(userId)
    if (!before || !isEnabled()) throw new AppError('api.status.user_not_found.app_error', 404)
    return toStatus(userId, await change(userId, before, input.status, input.dnd_end_time ?? 0))
  }

  /** Somebody goes out of office, or comes back. */
  async function setOutOfOffice(userId: string, isOut: boolean): Promise<void> {
    const before = (await load([userId])).get(userId)
    if (!before || !isEnabled() || isOut === (before.manual === 'ooo')) return
    await change(userId, before, isOut ? 'ooo' : 'online', 0)
  }

  async function change(
    userId: string,
    before: Presence,
    status: StatusChange['status'] | 'ooo',
    dndEndTime: number,
  ): Promise<Presence> {
    const after = setByHand(before, status, dndEndTime, clock())
    await transact.single((tx) => upsertStatus(tx, toRow(userId, after)))
    // Sockets may have come or gone while this was written.
    const { automatic } = status === 'online' ? after : (presences.peek(userId) ?? after)
    replace(userId, presences.peek(userId) ?? before, { ...after, automatic })
    if (before.manual === 'ooo' && status !== 'ooo') await deps.onBack(userId)
    return settle(userId, { ...after, automatic })
  }

  /** What a client says of its user: active, or idle; `isManual` where the user said so. */
  async function setActive(userId: string, isActive: boolean, isManual: boolean): Promise<void> {
    if (!isManual) return isActive ? noteActivity(userId) : awayIfIdle(userId)
    const before = (await load([userId])).get(userId)
    if (before) await change(userId, before, isActive ? 'online' : 'away', 0)
  }

  return {
    get,
    byIds,
    current,
    listPresent,
    listVisible,
    update,
    setOutOfOffice,
    setActive,
    sweep: () => void presences.all(),
    adopt: presences.adopt,
    held: presences.held,
    ...noted,
  }
}

const unknown: Presence = {
  automatic: 'offline',
  manual: '',
  previous: '',
  dndEndTime: 0,
  lastActivityAt: 0,
}

function toRow(userId: string, presence: Presence): StatusRow {
  return {
    user_id: userId,
    manual: presence.manual,
    previous: presence.previous,
    dnd_end_time: presence.dndEndTime,
    last_activity_at: presence.lastActivityAt,
  }
}
