import type { NewTeam, Team, TeamPatch, TeamUnread } from '@redoubt/wire/teams.ts'
import type { DefaultChannels } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { parseDomains } from '#platform/email-domains.ts'
import { newId, newToken } from '#platform/ids.ts'
import { teamAccess } from './access.ts'
import { teamDeleted, teamRestored, teamUpdated } from './events.ts'
import { teamListing } from './listing.ts'
import { teamMemberRoles } from './member-roles.ts'
import { teamPeople } from './people.ts'
import { requireValidTeam } from './rules.ts'
import { findTeamByName, findTeamUnreads, insertTeam, type TeamRow, updateTeam } from './store.ts'
import { teamSchemes } from './team-schemes.ts'
import { toTeam } from './wire-forms.ts'

export type TeamsService = ReturnType<typeof teamsService>
export type { TeamRow } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  users: Pick<UsersService, 'getRow' | 'visibleAmong' | 'horizonOf'>
  defaultChannels: DefaultChannels
  unreadThreads: (userId: string) => Promise<ReadonlyMap<string, UnreadThreads>>
}

/** What a user hasn't read in the threads of a team. */
type UnreadThreads = {
  unread_threads: number
  unread_mentions: number
  unread_urgent_mentions: number
}

/** Teams from their beginning to their end; access and people are files of their own. */
export function teamsService(deps: Deps) {
  const { db, transact, clock, roles, users, defaultChannels, unreadThreads } = deps
  const accesses = teamAccess(deps)
  const { isMember, may, access, accessToView, isListed, onChange } = accesses
  const { addMember, ...people } = teamPeople({ ...deps, access: accesses })
  const listing = teamListing({ db, roles, access: accesses, showAll })

  async function show(actor: Actor, row: TeamRow): Promise<Team> {
    const seesEmail = await may(actor, row.id, 'manage_team')
    const seesInvite = await may(actor, row.id, 'invite_user')
    return toTeam(row, { seesEmail, seesInvite })
  }

  function showAll(actor: Actor, rows: TeamRow[]): Promise<Team[]> {
    return Promise.all(rows.map((row) => show(actor, row)))
  }

  /** Makes a team with its default channels; its maker is its administrator. */
  async function create(actor: Actor, input: NewTeam): Promise<Team> {
    if (!roles.grants(actor, 'create_team')) {
      throw new AppError('api.team.is_team_creation_allowed.disabled.app_error', 403)
    }
    requireValidTeam(input)
    const creator = await users.getRow(actor.userId)
    const row = toNewRow(input, creator)
    await transact(async (tx) => {
      await insertTeam(tx, row)
      await defaultChannels.create(tx, row.id)
      await addMember(tx, row, creator, { isAdmin: true })
    })
    return show(actor, row)
  }

  function toNewRow(input: NewTeam, creator: UserRow): TeamRow {
    const now = clock()
    return {
      id: newId(now),
      create_at: now,
      update_at: now,
      delete_at: 0,
      display_name: input.display_name,
      name: input.name,
      description: input.description ?? '',
      email: creator.email,
      type: input.type ?? 'O',
      company_name: input.company_name ?? '',
      allowed_domains: input.allowed_domains ?? '',
      invite_id: newToken(),
      allow_open_invite: input.allow_open_invite ?? false,
      last_team_icon_update: 0,
      scheme_id: null,
      group_constrained: null,
    }
  }

  async function get(actor: Actor, teamId: string): Promise<Team> {
    return show(actor, await accessToView(actor, teamId))
  }

  /** Throws 404 for a name that isn't taken and for a team that the actor may not know of. */
  async function getByName(actor: Actor, name: string): Promise<Team> {
    const row = await findTeamByName(db, name.toLowerCase())
    if (!row || !(await isListed(actor, row))) {
      throw new AppError('app.team.get_by_name.missing.app_error', 404)
    }
    return show(actor, row)
  }

  /** Whether a name is taken by a team that the actor may know of. */
  async function existsByName(actor: Actor, name: string): Promise<boolean> {
    const row = await findTeamByName(db, name.toLowerCase())
    return row !== undefined && (await isListed(actor, row))
  }

  /** Changes the given fields. */
  async function patch(actor: Actor, teamId: string, input: TeamPatch): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    requireValidTeam(input)
    requireAdmittedDomains(input.allowed_domains ?? '')
    const names = [
      'display_name',
      'description',
      'company_name',
      'allowed_domains',
      'allow_open_invite',
      'group_constrained',
    ] as const
    const changes: Partial<TeamRow> = {}
    for (const name of names) {
      if (input[name] !== undefined) Object.assign(changes, { [name]: input[name] })
    }
    return save(actor, teamId, changes)
  }

  /** Throws 400 for a domain that nobody in the workspace can be of. */
  function requireAdmittedDomains(text: string): void {
    const admitted = parseDomains(deps.config.string('TeamSettings.RestrictCreationToDomains'))
    const domain = parseDomains(text).find((wanted) => !admitted.includes(wanted))
    if (admitted.length === 0 || domain === undefined) return
    throw new AppError('api.team.update_restricted_domains.mismatch.app_error', 400, {
      params: { Domain: domain },
    })
  }

  /** Opens the team to everybody who may join open teams, or closes it. */
  async function updatePrivacy(actor: Actor, teamId: string, privacy: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    if (privacy !== 'O' && privacy !== 'I') throw invalidBody('privacy')
    return save(actor, teamId, { type: privacy, allow_open_invite: privacy === 'O' })
  }

  /** Makes links that were given out worthless. */
  async function regenerateInviteId(actor: Actor, teamId: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    return save(actor, teamId, { invite_id: newToken() })
  }

  /** Notes when the team's picture was set; 0 for none. */
  async function setIconTime(actor: Actor, teamId: string, time: number): Promise<void> {
    await access(actor, teamId, 'manage_team')
    await save(actor, teamId, { last_team_icon_update: time })
  }

  async function save(actor: Actor, teamId: string, changes: Partial<TeamRow>): Promise<Team> {
    const row = await transact(async (tx) => {
      const updated = await mustUpdate(tx, teamId, changes)
      tx.emit(teamUpdated(toTeam(updated, { seesEmail: false, seesInvite: false })))
      return updated
    })
    return show(actor, row)
  }

  async function mustUpdate(tx: Tx, teamId: string, changes: Partial<TeamRow>): Promise<TeamRow> {
    const row = await updateTeam(tx, teamId, { ...changes, update_at: clock() })
    if (!row) throw new AppError('app.team.get.find.app_error', 404)
    tx.changed({ kind: 'team', team_id: teamId })
    return row
  }

  /** Archives the team; nothing is lost. */
  async function archive(actor: Actor, teamId: string): Promise<void> {
    await access(actor, teamId, 'manage_team')
    await transact(async (tx) => {
      const row = await mustUpdate(tx, teamId, { delete_at: clock() })
      tx.emit(teamDeleted(toTeam(row, { seesEmail: false, seesInvite: false })))
    })
  }

  async function restore(actor: Actor, teamId: string): Promise<Team> {
    await access(actor, teamId, 'manage_team')
    const row = await transact(async (tx) => {
      const updated = await mustUpdate(tx, teamId, { delete_at: 0 })
      tx.emit(teamRestored(toTeam(updated, { seesEmail: false, seesInvite: false })))
      return updated
    })
    return show(actor, row)
  }

  /** Unread numbers of each team of the user; direct and group channels are in none. */
  async function unreads(
    actor: Actor,
    idOrMe: string,
    options: { withThreads: boolean },
  ): Promise<TeamUnread[]> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'manage_system')
    const [rows, threads] = await Promise.all([
      findTeamUnreads(db, userId),
      options.withThreads ? unreadThreads(userId) : undefined,
    ])
    return rows.map((row) => ({
      ...row,
      thread_count: threads?.get(row.team_id)?.unread_threads ?? 0,
      thread_mention_count: threads?.get(row.team_id)?.unread_mentions ?? 0,
      thread_urgent_mention_count: threads?.get(row.team_id)?.unread_urgent_mentions ?? 0,
    }))
  }

  return {
    ...listing,
    isMember,
    may,
    access,
    accessToView,
    schemeIdOf: accesses.schemeIdOf,
    onChange,
    idsWith: accesses.idsWith,
    addMember,
    ...people,
    ...teamMemberRoles({ ...deps, access: accesses, join: people.join }),
    ...teamSchemes({ ...deps, access: accesses }),
    create,
    get,
    getByName,
    existsByName,
    patch,
    updatePrivacy,
    regenerateInviteId,
    setIconTime,
    archive,
    restore,
    unreads,
  }
}
