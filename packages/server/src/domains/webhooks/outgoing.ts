import { ChannelType } from '@redoubt/wire/channels.ts'
import type {
  NewOutgoingWebhook,
  OutgoingWebhook,
  OutgoingWebhookUpdate,
} from '@redoubt/wire/webhooks.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId, newToken } from '#platform/ids.ts'
import { areIntersecting, requireValidOutgoing } from './rules.ts'
import {
  findOutgoingHook,
  findOutgoingHooks,
  findOutgoingHooksOfTeam,
  insertOutgoingHook,
  type OutgoingRow,
  updateOutgoingHook,
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
  channels: Pick<ChannelsService, 'accessToRead'>
}

const own = 'manage_own_outgoing_webhooks'
const others = 'manage_others_outgoing_webhooks'

/** The programs that are told of what is written, as people manage them. */
export function outgoingHooks(deps: Deps) {
  const { db, transact, clock, config, roles, audits, users, teams, channels } = deps

  /** Throws 403 without the permission, 400 for what isn't valid or is there already. */
  async function create(actor: Actor, input: NewOutgoingWebhook): Promise<OutgoingWebhook> {
    requireEnabled()
    await teams.access(actor, input.team_id, own)
    const creatorId = input.creator_id || actor.userId
    if (creatorId !== actor.userId) {
      await teams.access(actor, input.team_id, others)
      const creator = await users.getRow(creatorId)
      await teams.access(actorOf(creator), input.team_id, 'view_team')
    }
    if (input.channel_id) await requireOpenChannel(actor, input.channel_id, input.team_id)
    const now = clock()
    const row: OutgoingRow = {
      id: newId(now),
      token: newToken(),
      create_at: now,
      update_at: now,
      delete_at: 0,
      creator_id: creatorId,
      team_id: input.team_id,
      ...toFields(input, empty),
    }
    requireValidOutgoing(row)
    await requireSingle(row, 'api.webhook.create_outgoing.intersect.app_error')
    await transact(async (tx) => {
      await insertOutgoingHook(tx, row)
      await note(tx, actor, 'createOutgoingHook', row.id)
      tx.changed({ kind: 'outgoing_webhooks', team_id: row.team_id })
    })
    return row
  }

  /** Only what everybody in the team may read is told. */
  async function requireOpenChannel(actor: Actor, id: string, teamId: string): Promise<void> {
    const channel = await channels.accessToRead(actor, id)
    if (channel.type !== ChannelType.Open) {
      throw new AppError('api.webhook.create_outgoing.not_open.app_error', 403)
    }
    if (channel.team_id !== teamId) {
      throw new AppError('api.webhook.create_outgoing.permissions.app_error', 403)
    }
  }

  async function requireSingle(
    row: OutgoingRow,
    id:
      | 'api.webhook.create_outgoing.intersect.app_error'
      | 'api.webhook.update_outgoing.intersect.app_error',
  ): Promise<void> {
    const present = await findOutgoingHooksOfTeam(db, row.team_id)
    const isThere = present.some((hook) => hook.id !== row.id && areIntersecting(hook, row))
    if (isThere) throw new AppError(id, 400)
  }

  /** One's own hooks, or with the permission everybody's; of a channel, of a team, or of all. */
  async function list(
    actor: Actor,
    filter: { teamId?: string | undefined; channelId?: string | undefined },
    page: Page,
  ): Promise<OutgoingWebhook[]> {
    requireEnabled()
    const teamId = filter.channelId
      ? (await channels.accessToRead(actor, filter.channelId)).team_id
      : filter.teamId
    const seesAll = await mayIn(actor, teamId, others)
    if (!seesAll && !(await mayIn(actor, teamId, own))) throw forbidden()
    const userId = seesAll ? undefined : actor.userId
    return findOutgoingHooks(db, { teamId, channelId: filter.channelId, userId }, page)
  }

  async function mayIn(
    actor: Actor,
    teamId: string | undefined,
    need: typeof own | typeof others,
  ): Promise<boolean> {
    return teamId ? teams.may(actor, teamId, need) : roles.grants(actor, need)
  }

  /** The hook, if the actor may manage it. Throws 404 where it might as well not be there. */
  async function access(actor: Actor, id: string): Promise<OutgoingRow> {
    requireEnabled()
    const hook = await findOutgoingHook(db, id)
    const isManager =
      hook &&
      (await teams.may(actor, hook.team_id, own)) &&
      (hook.creator_id === actor.userId || (await teams.may(actor, hook.team_id, others)))
    if (!isManager) throw new AppError('app.webhooks.get_outgoing.app_error', 404)
    return hook
  }

  /** What isn't given stays; team, creator and token always do. */
  async function update(
    actor: Actor,
    id: string,
    input: OutgoingWebhookUpdate,
  ): Promise<OutgoingWebhook> {
    const before = await access(actor, id)
    if (input.id !== id) throw invalidBody('id')
    if (input.team_id && input.team_id !== before.team_id) {
      throw new AppError('api.webhook.team_mismatch.app_error', 400)
    }
    if (input.channel_id) await requireOpenChannel(actor, input.channel_id, before.team_id)
    const fields = toFields(input, before)
    const wanted = { ...before, ...fields }
    requireValidOutgoing(wanted)
    await requireSingle(wanted, 'api.webhook.update_outgoing.intersect.app_error')
    return save(actor, before, { changes: fields, action: 'updateOutgoingHook' })
  }

  async function regenerateToken(actor: Actor, id: string): Promise<OutgoingWebhook> {
    const changes = { token: newToken() }
    return save(actor, await access(actor, id), { changes, action: 'regenOutgoingHookToken' })
  }

  async function remove(actor: Actor, id: string): Promise<void> {
    const changes = { delete_at: clock() }
    await save(actor, await access(actor, id), { changes, action: 'deleteOutgoingHook' })
  }

  async function save(
    actor: Actor,
    before: OutgoingRow,
    { changes, action }: { changes: Partial<OutgoingRow>; action: string },
  ): Promise<OutgoingRow> {
    const row = await transact(async (tx) => {
      const updated = await updateOutgoingHook(tx, before.id, { ...changes, update_at: clock() })
      if (updated) await note(tx, actor, action, before.id)
      tx.changed({ kind: 'outgoing_webhooks', team_id: before.team_id })
      return updated
    })
    if (!row) throw new AppError('app.webhooks.get_outgoing.app_error', 404)
    return row
  }

  async function note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    await audits.record(tx, { actor, action, info: `hook=${id}` })
  }

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.EnableOutgoingWebhooks')) return
    throw new AppError('api.outgoing_webhook.disabled.app_error', 501)
  }

  return { create, list, get: access, update, regenerateToken, remove }
}

type Fields = Omit<
  OutgoingRow,
  'id' | 'token' | 'create_at' | 'update_at' | 'delete_at' | 'creator_id' | 'team_id'
>

const empty: Fields = {
  channel_id: '',
  trigger_words: [],
  trigger_when: 0,
  callback_urls: [],
  display_name: '',
  description: '',
  content_type: '',
  username: '',
  icon_url: '',
}

function toFields(input: Omit<OutgoingWebhookUpdate, 'id'>, before: Fields): Fields {
  return {
    channel_id: input.channel_id ?? before.channel_id,
    trigger_words: input.trigger_words ?? before.trigger_words,
    trigger_when: input.trigger_when ?? before.trigger_when,
    callback_urls: input.callback_urls ?? before.callback_urls,
    display_name: input.display_name ?? before.display_name,
    description: input.description ?? before.description,
    content_type: input.content_type ?? before.content_type,
    username: input.username ?? before.username,
    icon_url: input.icon_url ?? before.icon_url,
  }
}
