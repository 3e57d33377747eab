import type { Command, CommandUpdate, NewCommand } from '@redoubt/wire/commands.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { languageOf } from '#platform/http/language.ts'
import { newId, newToken } from '#platform/ids.ts'
import { parseAutocompleteData } from './autocomplete-data.ts'
import { requireValidCommand } from './rules.ts'
import {
  type CommandRow,
  findCommand,
  findCommandByTrigger,
  findCommandsOfTeam,
  insertCommand,
  updateCommand,
} from './store.ts'
import { type CommandTexts, commandTexts } from './texts.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  audits: Pick<AuditsService, 'record'>
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'access' | 'may'>
  /** Commands that every team has. */
  builtIns: () => readonly BuiltInInfo[]
}

/** How a built-in command shows in lists. */
export type BuiltInInfo = {
  trigger: string
  /** Absent for one that is known by name alone: what it is for isn't there. */
  usage?: keyof CommandTexts['usage']
}

const own = 'manage_own_slash_commands'
const others = 'manage_others_slash_commands'

/** The commands that teams add, as people manage them. */
export function commandManagement(deps: Deps) {
  const { db, transact, clock, config, audits, users, teams, builtIns } = deps

  /** Throws 403 without the permission, 400 for what isn't valid or a trigger that is taken. */
  async function create(actor: Actor, input: NewCommand): Promise<Command> {
    requireEnabled()
    await teams.access(actor, input.team_id, own)
    const creatorId = input.creator_id || actor.userId
    if (creatorId !== actor.userId) {
      await teams.access(actor, input.team_id, others)
      await teams.access(actorOf(await users.getRow(creatorId)), input.team_id, 'view_team')
    }
    const now = clock()
    const row: CommandRow = {
      id: newId(now),
      token: newToken(),
      create_at: now,
      update_at: now,
      delete_at: 0,
      creator_id: creatorId,
      team_id: input.team_id,
      ...toFields(input),
    }
    requireValid(row)
    await transact(async (tx) => {
      await insertCommand(tx, row)
      await note(tx, actor, 'createCommand', row.id)
    })
    return toCommand(row)
  }

  function requireValid(row: CommandRow): void {
    requireValidCommand(row)
    if (builtIns().some(({ trigger }) => trigger === row.trigger)) {
      throw new AppError('api.command.duplicate_trigger.app_error', 400)
    }
  }

  /** A team's commands: whoever manages them sees what they call, others what they are for. */
  async function list(
    actor: Actor,
    teamId: string,
    options: { isCustomOnly: boolean },
  ): Promise<Command[]> {
    requireEnabled()
    await teams.access(actor, teamId, options.isCustomOnly ? own : 'view_team')
    const rows = await findCommandsOfTeam(db, teamId)
    const seesOwn = await teams.may(actor, teamId, own)
    const seesOthers = seesOwn && (await teams.may(actor, teamId, others))
    const isOpen = (row: CommandRow) => seesOthers || (seesOwn && row.creator_id === actor.userId)
    if (options.isCustomOnly) return rows.filter(isOpen).map(toCommand)
    const shown = rows.filter((row) => isOpen(row) || row.auto_complete)
    return [
      ...(await builtInCommands(actor)),
      ...shown.map((row) => (isOpen(row) ? toCommand(row) : toPublic(row))),
    ]
  }

  /** What somebody in the team can type. */
  async function listUsable(actor: Actor, teamId: string): Promise<Command[]> {
    requireEnabled()
    await teams.access(actor, teamId, 'view_team')
    const rows = await findCommandsOfTeam(db, teamId)
    return [
      ...(await builtInCommands(actor)),
      ...rows.filter((row) => row.auto_complete).map(toPublic),
    ]
  }

  /** The team's command of this trigger, where it is one that is suggested. */
  async function findSuggested(
    actor: Actor,
    teamId: string,
    trigger: string,
  ): Promise<CommandRow | undefined> {
    requireEnabled()
    await teams.access(actor, teamId, 'view_team')
    const row = await findCommandByTrigger(db, teamId, trigger)
    return row?.auto_complete ? row : undefined
  }

  /** As they describe themselves to the actor. */
  async function builtInCommands(actor: Actor): Promise<Command[]> {
    const { locale } = await users.getRow(actor.userId)
    const texts = commandTexts[languageOf(locale)]
    return builtIns().flatMap(({ trigger, usage }) =>
      usage ? [toBuiltIn(trigger, texts.usage[usage])] : [],
    )
  }

  /** The command, if the actor may manage it. Throws 404 where it might as well not be there. */
  async function access(actor: Actor, id: string): Promise<CommandRow> {
    requireEnabled()
    const row = await findCommand(db, id)
    const isManager =
      row &&
      (await teams.may(actor, row.team_id, own)) &&
      (row.creator_id === actor.userId || (await teams.may(actor, row.team_id, others)))
    if (!isManager) throw new AppError('store.sql_command.get.missing.app_error', 404)
    return row
  }

  async function get(actor: Actor, id: string): Promise<Command> {
    return toCommand(await access(actor, id))
  }

  async function update(actor: Actor, id: string, input: CommandUpdate): Promise<Command> {
    const before = await access(actor, id)
    if (input.id !== id) throw invalidBody('id')
    if (input.team_id && input.team_id !== before.team_id) {
      throw new AppError('api.command.team_mismatch.app_error', 400)
    }
    const fields = toFields(input)
    requireValid({ ...before, ...fields })
    return toCommand(await save(actor, id, { changes: fields, action: 'updateCommand' }))
  }

  /** Gives the command to another team, in which its maker may have commands. */
  async function move(actor: Actor, id: string, teamId: string): Promise<void> {
    const row = await access(actor, id)
    await teams.access(actor, teamId, row.creator_id === actor.userId ? own : others)
    const creator = actorOf(await users.getRow(row.creator_id))
    if (!(await teams.may(creator, teamId, own))) {
      throw new AppError('api.command.move_command.creator_no_permission.app_error', 400)
    }
    await save(actor, id, { changes: { team_id: teamId }, action: 'moveCommand' })
  }

  async function regenerateToken(actor: Actor, id: string): Promise<{ token: string }> {
    await access(actor, id)
    const changes = { token: newToken() }
    const { token } = await save(actor, id, { changes, action: 'regenCommandToken' })
    return { token }
  }

  async function remove(actor: Actor, id: string): Promise<void> {
    await access(actor, id)
    await save(actor, id, { changes: { delete_at: clock() }, action: 'deleteCommand' })
  }

  async function save(
    actor: Actor,
    id: string,
    { changes, action }: { changes: Partial<CommandRow>; action: string },
  ): Promise<CommandRow> {
    const row = await transact(async (tx) => {
      const updated = await updateCommand(tx, id, { ...changes, update_at: clock() })
      if (updated) await note(tx, actor, action, id)
      return updated
    })
    if (!row) throw new AppError('store.sql_command.get.missing.app_error', 404)
    return row
  }

  async function note(tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
    await audits.record(tx, { actor, action, info: `command=${id}` })
  }

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.EnableCommands')) return
    throw new AppError('api.command.disabled.app_error', 501)
  }

  return {
    requireEnabled,
    create,
    list,
    listUsable,
    findSuggested,
    get,
    update,
    move,
    regenerateToken,
    remove,
  }
}

type Fields = Omit<
  CommandRow,
  'id' | 'token' | 'create_at' | 'update_at' | 'delete_at' | 'creator_id' | 'team_id'
>

function toFields(input: Omit<CommandUpdate, 'id'>): Fields {
  const trigger = input.trigger.toLowerCase()
  const data = parseAutocompleteData(input.autocomplete_data, { trigger, url: input.url })
  return {
    trigger,
    method: input.method || 'P',
    username: input.username ?? '',
    icon_url: input.icon_url ?? '',
    auto_complete: input.auto_complete ?? false,
    auto_complete_desc: input.auto_complete_desc ?? '',
    auto_complete_hint: input.auto_complete_hint ?? '',
    display_name: input.display_name ?? '',
    description: input.description ?? '',
    url: input.url,
    autocomplete_data: data ?? {},
  }
}

function toCommand({ autocomplete_data, ...row }: CommandRow): Command {
  const isDescribed = Object.keys(autocomplete_data).length > 0
  return { ...row, plugin_id: '', ...(isDescribed && { autocomplete_data }) }
}

/** Without what only those who manage it may know: its lists tell of its program's addresses. */
function toPublic(row: CommandRow): Command {
  const hidden = { token: '', creator_id: '', method: '', url: '', username: '', icon_url: '' }
  return { ...toCommand({ ...row, autocomplete_data: {} }), ...hidden }
}

function toBuiltIn(
  trigger: string,
  { hint, description }: { hint: string; description: string },
): Command {
  return {
    id: '',
    token: '',
    create_at: 0,
    update_at: 0,
    delete_at: 0,
    creator_id: '',
    team_id: '',
    trigger,
    method: '',
    username: '',
    icon_url: '',
    auto_complete: true,
    auto_complete_desc: description,
    auto_complete_hint: hint,
    display_name: trigger,
    description: '',
    url: '',
    plugin_id: '',
  }
}
