import type { User, UserAutocomplete, UserSearch } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody, invalidUrl } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { parseDomains } from '#platform/email-domains.ts'
import type { Page } from '#platform/http/paging.ts'
import {
  countUsers,
  findKnownUserIds,
  findUsers,
  findUsersByIds,
  findUsersByUsernames,
  findUsersOutsideDomains,
  type UserFilter,
} from './directory-store.ts'
import { toUser } from './profile.ts'
import { joinRoles, toOrder, toRoleFilter, toWords, type UserQuery } from './queries.ts'
import { findUserByEmail } from './store.ts'
import { userVisibility } from './visibility.ts'

type Deps = Parameters<typeof userVisibility>[0] & {
  db: Db
  config: ConfigService
  roles: RolesService
  /** Throws where the actor may not see who is in the team or channel. */
  requireVisible: (actor: Actor, scope: Scope) => Promise<void>
  /** Statuses of everybody who isn't offline, by user id. */
  listPresent: () => Record<string, string>
}

type Scope = { teamIds: (string | undefined)[]; channelIds: (string | undefined)[] }

const maxSearchLimit = 1000
/** Finding people: one, several, by what they are in or are called. Nobody sees past the horizon. */
export function usersDirectory(deps: Deps) {
  const { db, config, roles, requireVisible, listPresent } = deps
  const visibility = userVisibility(deps)
  const { viewOf, show, horizonOf, see } = visibility

  /** The profile as the actor may see it. Throws 404 where there is no such account. */
  async function get(actor: Actor, idOrMe: string): Promise<User> {
    const row = await see(actor, idOrMe)
    return toUser(row, viewOf(actor, row.id))
  }

  async function getByUsername(actor: Actor, username: string): Promise<User> {
    const [user] = await byUsernames(actor, [username])
    if (!user) throw new AppError('app.user.missing_account.const', 404)
    return user
  }

  /** Throws 404 also where the actor may not see addresses: nobody can probe for accounts. */
  async function getByEmail(actor: Actor, email: string): Promise<User> {
    const found = await findUserByEmail(db, email.toLowerCase())
    const user = found && (await get(actor, found.id))
    if (!user?.email) throw new AppError('app.user.missing_account.const', 404)
    return user
  }

  async function byIds(actor: Actor, ids: string[], since: number): Promise<User[]> {
    if (ids.length === 0) throw invalidBody('user_ids')
    const horizon = await horizonOf(actor)
    return show(actor, await findUsersByIds(db, ids, { since, horizon }))
  }

  async function byUsernames(actor: Actor, usernames: string[]): Promise<User[]> {
    if (usernames.length === 0) throw invalidBody('usernames')
    const names = usernames.map((name) => name.toLowerCase())
    return show(actor, await findUsersByUsernames(db, names, await horizonOf(actor)))
  }

  /** A page of users. Throws where the actor may not see the team, channel or group. */
  async function list(actor: Actor, query: UserQuery, page: Page): Promise<User[]> {
    if (query.active && query.inactive) throw invalidUrl('inactive')
    const order = toOrder(query, listPresent)
    await requireVisible(actor, {
      teamIds: [query.in_team, query.not_in_team],
      channelIds: [query.in_channel, query.not_in_channel],
    })
    if (query.without_team) roles.require(actor, 'list_users_without_team')
    if (query.in_group || query.not_in_group) requireGroups(actor)
    const filter: UserFilter = {
      teamId: query.in_team,
      notInTeamId: query.not_in_team,
      channelId: query.in_channel,
      notInChannelId: query.not_in_channel,
      groupId: query.in_group,
      notInGroupId: query.not_in_group,
      isWithoutTeam: query.without_team,
      isActive: query.active ? true : query.inactive ? false : undefined,
      ...toRoleFilter(query, roles),
      horizon: await horizonOf(actor),
    }
    return show(actor, await findUsers(db, filter, page, order))
  }

  function requireGroups(actor: Actor): void {
    roles.require(actor, 'sysconsole_read_user_management_groups')
  }

  /** Users in whose names every word of the term occurs. */
  async function search(actor: Actor, input: UserSearch): Promise<User[]> {
    const limit = input.limit ?? 100
    if (limit <= 0 || limit > maxSearchLimit) throw invalidBody('limit')
    if (input.not_in_channel_id && !input.team_id) throw invalidBody('team_id')
    await requireVisible(actor, {
      teamIds: [input.team_id, input.not_in_team_id],
      channelIds: [input.in_channel_id, input.not_in_channel_id],
    })
    if (input.without_team) roles.require(actor, 'list_users_without_team')
    if (input.in_group_id || input.not_in_group_id) requireGroups(actor)
    const rows = await findUsers(
      db,
      {
        teamId: input.team_id,
        notInTeamId: input.not_in_team_id,
        channelId: input.in_channel_id,
        notInChannelId: input.not_in_channel_id,
        groupId: input.in_group_id,
        notInGroupId: input.not_in_group_id,
        isWithoutTeam: input.without_team,
        isActive: input.allow_inactive ? undefined : true,
        ...toRoleFilter(joinRoles(input), roles),
        words: toWords(input.term),
        ...searchedFields(actor),
        horizon: await horizonOf(actor),
      },
      { limit, offset: 0 },
    )
    return show(actor, rows)
  }

  /** Suggestions while somebody types a name; addresses never match. */
  async function autocomplete(
    actor: Actor,
    query: { in_team?: string; in_channel?: string; name?: string; limit: number },
  ): Promise<UserAutocomplete> {
    // The caller's mistake, hence not the 500 that the wire has for it elsewhere.
    if (query.in_channel && !query.in_team) {
      throw new AppError('api.user.autocomplete_users.missing_team_id.app_error', 400)
    }
    await requireVisible(actor, { teamIds: [query.in_team], channelIds: [query.in_channel] })
    const horizon = await horizonOf(actor)
    const fields = { ...searchedFields(actor), searchesEmail: false, isActive: true, horizon }
    const words = toWords(query.name ?? '')
    const page = { limit: query.limit, offset: 0 }
    if (!query.in_channel) {
      const rows = await findUsers(db, { teamId: query.in_team, words, ...fields }, page)
      return { users: show(actor, rows), agents: [] }
    }
    const [inside, outside] = await Promise.all([
      findUsers(db, { channelId: query.in_channel, words, ...fields }, page),
      findUsers(
        db,
        { teamId: query.in_team, notInChannelId: query.in_channel, words, ...fields },
        page,
      ),
    ])
    return { users: show(actor, inside), out_of_channel: show(actor, outside), agents: [] }
  }

  function searchedFields(actor: Actor) {
    const isAdmin = roles.grants(actor, 'manage_system')
    return {
      searchesNames: isAdmin || config.bool('PrivacySettings.ShowFullName'),
      searchesEmail: isAdmin || config.bool('PrivacySettings.ShowEmailAddress'),
    }
  }

  async function knownIds(actor: Actor): Promise<string[]> {
    return findKnownUserIds(db, actor.userId)
  }

  /** How many active accounts the actor may know of. */
  async function stats(actor: Actor): Promise<{ total_users_count: number }> {
    const filter = { isActive: true, horizon: await horizonOf(actor) }
    return { total_users_count: await countUsers(db, filter) }
  }

  /** How many accounts there are of a kind, for the console. */
  async function filteredStats(
    actor: Actor,
    query: {
      in_team?: string
      in_channel?: string
      include_deleted?: boolean
      include_bots?: boolean
      roles?: string
      team_roles?: string
      channel_roles?: string
    },
  ): Promise<{ total_users_count: number }> {
    roles.require(actor, 'sysconsole_read_user_management_users')
    const filter: UserFilter = {
      teamId: query.in_team,
      channelId: query.in_channel,
      isActive: query.include_deleted ? undefined : true,
      isBot: query.include_bots ? undefined : false,
      ...toRoleFilter(query, roles),
    }
    return { total_users_count: await countUsers(db, filter) }
  }

  /** Accounts whose address the domains of the configuration don't admit any more. */
  async function listOutsideDomains(actor: Actor, page: Page): Promise<User[]> {
    roles.require(actor, 'sysconsole_read_user_management_users')
    const domains = parseDomains(config.string('TeamSettings.RestrictCreationToDomains'))
    if (domains.length === 0) return []
    return show(actor, await findUsersOutsideDomains(db, domains, page))
  }

  return {
    ...visibility,
    get,
    getByUsername,
    getByEmail,
    byIds,
    byUsernames,
    list,
    search,
    autocomplete,
    knownIds,
    stats,
    filteredStats,
    listOutsideDomains,
  }
}
