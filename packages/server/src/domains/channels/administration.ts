import type { Channel, ChannelSearch, ChannelWithTeam } from '@redoubt/wire/channels.ts'
import type { Scheme } from '@redoubt/wire/schemes.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { ChannelAccess } from './access.ts'
import {
  type AdminFilter,
  findAllChannels,
  findChannelsByScheme,
  findGroupsByMember,
  findManagedCategories,
} from './admin-store.ts'
import { channelSchemeUpdated, channelUpdated } from './events.ts'
import { toChannel } from './members.ts'
import { updateChannel } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  roles: RolesService
  access: ChannelAccess
}

type ChannelsWithCount = { channels: ChannelWithTeam[]; total_count: number }

const maxUnpaged = 1_000

/** Channels across teams, as the console and the "jump to" dialog see them. */
export function channelAdministration({ db, transact, clock, roles, access }: Deps) {
  /** Public and private channels of all teams. */
  async function listAll(
    actor: Actor,
    filter: AdminFilter,
    page: Page,
  ): Promise<ChannelsWithCount> {
    requireConsole(actor)
    return show(await findAllChannels(db, filter, page))
  }

  function requireConsole(actor: Actor): void {
    const isAdmitted = (
      [
        'sysconsole_read_user_management_channels',
        'sysconsole_write_user_management_groups',
        'sysconsole_read_compliance_data_retention_policy',
        'manage_system',
      ] as const
    ).some((permission) => roles.grants(actor, permission))
    if (!isAdmitted) throw forbidden()
  }

  /** Channels of all teams, or where it isn't for the console those that the actor may see. */
  async function searchAll(
    actor: Actor,
    search: ChannelSearch,
    options: { isConsole: boolean; includeDeleted: boolean; page: Page | undefined },
  ): Promise<ChannelsWithCount> {
    const { isConsole, includeDeleted, page } = options
    if (isConsole) requireConsole(actor)
    const types = [...(search.public ? ['O'] : []), ...(search.private ? ['P'] : [])]
    const isDeletedOnly = search.deleted ?? false
    const filter: AdminFilter = {
      term: search.term.trim(),
      searchesIds: search.include_search_by_id ?? false,
      excludeDefaults: search.exclude_default_channels ?? false,
      notInGroupId: search.not_associated_to_group ?? '',
      deleted: isDeletedOnly ? 'only' : includeDeleted ? 'too' : 'not',
      ...(types.length > 0 && { types }),
      ...(search.team_ids?.length && { teamIds: search.team_ids }),
      ...(search.group_constrained && { isConstrained: true }),
      ...(search.exclude_group_constrained && { isConstrained: false }),
      ...(!isConsole && { viewerId: actor.userId }),
    }
    return show(await findAllChannels(db, filter, page ?? { limit: maxUnpaged, offset: 0 }))
  }

  function show(found: Awaited<ReturnType<typeof findAllChannels>>): ChannelsWithCount {
    return {
      channels: found.rows.map(({ team_name, team_display_name, team_update_at, ...row }) => ({
        ...toChannel(row),
        team_name,
        team_display_name,
        team_update_at,
      })),
      total_count: found.total,
    }
  }

  /** The actor's group conversations with somebody whose name holds the term. */
  async function searchGroups(actor: Actor, term: string): Promise<Channel[]> {
    const words = term
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean)
    return (await findGroupsByMember(db, actor.userId, words)).map(toChannel)
  }

  /** The categories that the actor's channels in a team want to be sorted into. */
  async function managedCategories(actor: Actor, teamId: string): Promise<Record<string, string>> {
    const rows = await findManagedCategories(db, actor.userId, teamId)
    return Object.fromEntries(rows.map((row) => [row.id, row.default_category_name]))
  }

  /** Gives a channel the roles of a scheme, or with '' those of its team back. */
  async function setScheme(
    actor: Actor,
    channelId: string,
    schemeId: string | null,
  ): Promise<void> {
    roles.require(actor, 'manage_system')
    const channel = await access.accessToRead(actor, channelId)
    const scheme = schemeId ? roles.findScheme(schemeId) : undefined
    if (schemeId && !scheme) throw new AppError('app.scheme.get.app_error', 404)
    if ((scheme && scheme.scope !== 'channel') || !channel.team_id) throw wrongScope()
    await transact(async (tx) => {
      const changes = { scheme_id: scheme?.id ?? null, update_at: clock() }
      const row = await updateChannel(tx, channelId, changes)
      if (!row) throw new AppError('app.channel.get.existing.app_error', 404)
      tx.changed({ kind: 'channel', channel_id: channelId })
      tx.emit(channelSchemeUpdated(channelId))
      tx.emit(channelUpdated(toChannel(row)))
    })
  }

  /** The channels that use a scheme. */
  async function listOfScheme(actor: Actor, schemeId: string, page: Page): Promise<Channel[]> {
    roles.require(actor, 'sysconsole_read_user_management_channels')
    const scheme: Scheme | undefined = roles.findScheme(schemeId)
    if (!scheme) throw new AppError('app.scheme.get.app_error', 404)
    if (scheme.scope !== 'channel') {
      throw new AppError('api.scheme.get_channels_for_scheme.scope.error', 400)
    }
    return (await findChannelsByScheme(db, schemeId, page)).map(toChannel)
  }

  return { listAll, searchAll, searchGroups, managedCategories, setScheme, listOfScheme }
}

function wrongScope(): AppError {
  return new AppError('api.channel.update_channel_scheme.scheme_scope.error', 400)
}
