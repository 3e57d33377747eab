import type { User } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { findAcquainted, findUsersByIds, type Horizon } from './directory-store.ts'
import { toUser, type View } from './profile.ts'
import type { UserRow } from './store.ts'

type Deps = {
  db: Db
  config: ConfigService
  roles: RolesService
  /** The teams of a restricted actor in which it may see all members. */
  teamsInView: (actor: Actor) => Promise<string[]>
}

/** Whom an actor may know of, and how much of them. */
export function userVisibility({ db, config, roles, teamsInView }: Deps) {
  /** How much the actor sees of this user. */
  function viewOf(actor: Actor, userId: string): View {
    if (actor.userId === userId) return 'self'
    if (roles.grants(actor, 'manage_system')) return 'admin'
    return publicView()
  }

  function publicView(): View {
    return {
      showsEmail: config.bool('PrivacySettings.ShowEmailAddress'),
      showsName: config.bool('PrivacySettings.ShowFullName'),
    }
  }

  function show(actor: Actor, rows: UserRow[]): User[] {
    return rows.map((row) => toUser(row, viewOf(actor, row.id)))
  }

  /** What everybody may see of these accounts, as events tell it that many hear. */
  async function publicProfiles(at: Db, ids: string[]): Promise<User[]> {
    const view = publicView()
    return (await findUsersByIds(at, ids)).map((row) => toUser(row, view))
  }

  /** Whether there are people whom the actor may not know of, as for guests. */
  function isRestricted(actor: Actor): boolean {
    return !roles.grants(actor, 'view_members')
  }

  async function horizonOf(actor: Actor): Promise<Horizon | undefined> {
    if (!isRestricted(actor)) return undefined
    return { userId: actor.userId, teamIds: await teamsInView(actor) }
  }

  /** The account, if the actor may know of it. Throws 404 otherwise, and where there is none. */
  async function see(actor: Actor, idOrMe: string): Promise<UserRow> {
    const horizon = await horizonOf(actor)
    const [row] = await findUsersByIds(db, [resolveMe(actor, idOrMe)], { horizon })
    if (!row) throw new AppError('app.user.missing_account.const', 404)
    return row
  }

  /** Those of the ids that the actor may know of, unknown ones among them. */
  async function visibleAmong(actor: Actor, ids: string[]): Promise<string[]> {
    const horizon = await horizonOf(actor)
    if (!horizon) return ids
    const seen = new Set((await findUsersByIds(db, ids, { horizon })).map((row) => row.id))
    return ids.filter((id) => seen.has(id))
  }

  /** Which of these restricted viewers may know of the user. */
  async function acquaintedWith(userId: string, viewerIds: string[]): Promise<Set<string>> {
    return new Set(viewerIds.length > 0 ? await findAcquainted(db, userId, viewerIds) : [])
  }

  return {
    viewOf,
    publicView,
    show,
    publicProfiles,
    isRestricted,
    horizonOf,
    see,
    visibleAmong,
    acquaintedWith,
  }
}
