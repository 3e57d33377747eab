import type {
  IncomingWebhook,
  IncomingWebhookUpdate,
  NewIncomingWebhook,
} from '@redoubt/wire/webhooks.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { requireValidIncoming } from './rules.ts'
import {
  findIncomingHook,
  findIncomingHooks,
  type IncomingRow,
  insertIncomingHook,
  updateIncomingHook,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'access' | 'may'>
  channels: Pick<ChannelsService, 'accessToReadContent'>
}

/** The addresses at which programs write into channels, as people manage them. */
export function incomingHooks(deps: Deps) {
  const { db, transact, clock, config, roles, audits, users, teams, channels } = deps

  /** Throws 403 without the permission for one's own, or for other people's where it isn't. */
  async function create(actor: Actor, input: NewIncomingWebhook): Promise<IncomingWebhook> {
    requireEnabled()
    const channel = await accessToTarget(actor, input.channel_id)
    await teams.access(actor, channel.team_id, 'manage_own_incoming_webhooks')
    const ownerId = input.user_id || actor.userId
    if (ownerId !== actor.userId) await requireForOther(actor, channel, ownerId)
    if (!input.channel_locked) await requireUnlocked(actor, channel.team_id)
    const now = clock()
    const row: IncomingRow = {
      id: newId(now),
      create_at: now,
      update_at: now,
      delete_at: 0,
      last_used: 0,
      user_id: ownerId,
      channel_id: channel.id,
      team_id: channel.team_id,
      display_name: input.display_name ?? '',
      description: input.description ?? '',
      channel_locked: input.channel_locked ?? false,
      ...toAppearance(input),
    }
    requireValidIncoming(row)
    await transact(async (tx) => {
      await insertIncomingHook(tx, row)
      await note(tx, actor, 'createIncomingHook', row.id)
    })
    return row
  }

  /** A channel of a team that the actor may read. */
  async function accessToTarget(actor: Actor, channelId: string): Promise<ChannelRow> {
    const channel = await channels.accessToReadContent(actor, channelId)
    if (!channel.team_id) throw invalidBody('channel_id')
    return channel
  }

  async function requireForOther(
    actor: Actor,
    channel: ChannelRow,
    ownerId: string,
  ): Promise<void> {
    await teams.access(actor, channel.team_id, 'manage_others_incoming_webhooks')
    const owner = await users.getRow(ownerId)
    const isReadable = await channels
      .accessToReadContent(actorOf(owner), channel.id)
      .catch(() => undefined)
    if (!isReadable) throw forbidden()
  }

  async function requireUnlocked(actor: Actor, teamId: string): Promise<void> {
    await teams.access(actor, teamId, 'bypass_incoming_webhook_channel_lock')
  }

  /** What isn't allowed to be overridden isn't kept. */
  function toAppearance(input: {
    username?: string
    icon_url?: string
  }): Pick<IncomingRow, 'username' | 'icon_url'> {
    const isNamed = config.bool('ServiceSettings.EnablePostUsernameOverride')
    const isPictured = config.bool('ServiceSettings.EnablePostIconOverride')
    return {
      username: isNamed ? (input.username ?? '') : '',
      icon_url: isPictured ? (input.icon_url ?? '') : '',
    }
  }

  /** One's own hooks, or with the permission everybody's; of a team, or of all. */
  async function list(
    actor: Actor,
    teamId: string | undefined,
    page: Page,
  ): Promise<{ incoming_webhooks: IncomingWebhook[]; total_count: number }> {
    requireEnabled()
    const seesAll = await mayIn(actor, teamId, 'manage_others_incoming_webhooks')
    if (!seesAll && !(await mayIn(actor, teamId, 'manage_own_incoming_webhooks'))) throw forbidden()
    const userId = seesAll ? undefined : actor.userId
    const { rows, total } = await findIncomingHooks(db, { teamId, userId }, page)
    return { incoming_webhooks: rows, total_count: total }
  }

  async function mayIn(
    actor: Actor,
    teamId: string | undefined,
    need: 'manage_own_incoming_webhooks' | 'manage_others_incoming_webhooks',
  ): Promise<boolean> {
    return teamId ? teams.may(actor, teamId, need) : roles.grants(actor, need)
  }

  /** The hook, if the actor may manage it. Throws 404 where it might as well not be there. */
  async function access(actor: Actor, id: string): Promise<IncomingRow> {
    requireEnabled()
    const hook = await findIncomingHook(db, id)
    if (!hook || !(await mayManage(actor, hook))) {
      throw new AppError('app.webhooks.get_incoming.app_error', 404)
    }
    return hook
  }

  async function mayManage(actor: Actor, hook: IncomingRow): Promise<boolean> {
    if (!(await teams.may(actor, hook.team_id, 'manage_own_incoming_webhooks'))) return false
    const isReadable = await channels
      .accessToReadContent(actor, hook.channel_id)
      .catch(() => undefined)
    if (!isReadable) return false
    const isOwn = hook.user_id === actor.userId
    return isOwn || teams.may(actor, hook.team_id, 'manage_others_incoming_webhooks')
  }

  /** What isn't given stays; the team and the owner always do. */
  async function update(
    actor: Actor,
    id: string,
    input: IncomingWebhookUpdate,
  ): Promise<IncomingWebhook> {
    const before = await access(actor, id)
    if (input.id !== id) throw invalidBody('id')
    if (input.team_id && input.team_id !== before.team_id) {
      throw new AppError('api.webhook.team_mismatch.app_error', 400)
    }
    const channel = await accessToTarget(actor, input.channel_id || before.channel_id)
    if (channel.team_id !== before.team_id) throw invalidBody('channel_id')
    if (before.user_id !== actor.userId) await requireForOther(actor, channel, before.user_id)
    const isMoved = channel.id !== before.channel_id
    const isUnlocked = before.channel_locked && input.channel_locked === false
    if (isUnlocked || (before.channel_locked && isMoved)) {
      await requireUnlocked(actor, before.team_id)
    }
    const after = {
      channel_id: channel.id,
      display_name: input.display_name ?? before.display_name,
      description: input.description ?? before.description,
      channel_locked: input.channel_locked ?? before.channel_locked,
      ...toAppearance({ ...before, ...input }),
    }
    requireValidIncoming(after)
    const row = await transact(async (tx) => {
      const updated = await updateIncomingHook(tx, id, { ...after, update_at: clock() })
      if (updated) await note(tx, actor, 'updateIncomingHook', id)
      return updated
    })
    if (!row) throw new AppError('app.webhooks.get_incoming.app_error', 404)
    return row
  }

  async function remove(actor: Actor, id: string): Promise<void> {
    const hook = await access(actor, id)
    const now = clock()
    await transact(async (tx) => {
      await updateIncomingHook(tx, hook.id, { delete_at: now, update_at: now })
      await note(tx, actor, 'deleteIncomingHook', hook.id)
    })
  }

  async function note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    await audits.record(tx, { actor, action, info: `hook=${id}` })
  }

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.EnableIncomingWebhooks')) return
    throw new AppError('api.incoming_webhook.disabled.app_error', 501)
  }

  return { create, list, get: access, update, remove }
}
