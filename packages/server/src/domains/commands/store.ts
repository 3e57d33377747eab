import { type Selectable, sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type CommandRow = Selectable<Tables['commands']>
export type CommandWebhookRow = Selectable<Tables['command_webhooks']>

const maxCommands = 10_000

/** Throws 400 where the team has a command of this trigger. */
export async function insertCommand(tx: Tx, row: CommandRow): Promise<void> {
  try {
    await tx.db
      .insertInto('commands')
      .values({ ...row, autocomplete_data: JSON.stringify(row.autocomplete_data) })
      .execute()
  } catch (error) {
    throw toTakenError(error)
  }
}

/** Changes a live one; throws 400 where the team has another command of this trigger. */
export async function updateCommand(
  tx: Tx,
  id: string,
  { autocomplete_data: data, ...changes }: Partial<CommandRow>,
): Promise<CommandRow | undefined> {
  try {
    return await tx.db
      .updateTable('commands')
      .set({ ...changes, ...(data && { autocomplete_data: JSON.stringify(data) }) })
      .where('id', '=', id)
      .where('delete_at', '=', 0)
      .returningAll()
      .executeTakeFirst()
  } catch (error) {
    throw toTakenError(error)
  }
}

function toTakenError(error: unknown): unknown {
  if (violatedConstraint(error) !== 'commands_team_id_trigger_key') return error
  return new AppError('api.command.duplicate_trigger.app_error', 400, { cause: error })
}

/** A live one. */
export function findCommand(db: Db, id: string): Promise<CommandRow | undefined> {
  return db
    .selectFrom('commands')
    .selectAll()
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

export function findCommandByTrigger(
  db: Db,
  teamId: string,
  trigger: string,
): Promise<CommandRow | undefined> {
  return db
    .selectFrom('commands')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('trigger', '=', trigger)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

/** By trigger. */
export function findCommandsOfTeam(db: Db, teamId: string): Promise<CommandRow[]> {
  return db
    .selectFrom('commands')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('delete_at', '=', 0)
    .orderBy('trigger')
    .limit(maxCommands)
    .execute()
}

export async function insertCommandWebhook(tx: Tx, row: CommandWebhookRow): Promise<void> {
  await tx.db.insertInto('command_webhooks').values(row).execute()
}

export function findCommandWebhook(
  db: Db,
  id: string,
  notBefore: number,
): Promise<CommandWebhookRow | undefined> {
  return db
    .selectFrom('command_webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('create_at', '>', notBefore)
    .executeTakeFirst()
}

/** Counts a use; false where there were enough. */
export async function useCommandWebhook(tx: Tx, id: string, maxUses: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('command_webhooks')
    .set({ use_count: sql<number>`use_count + 1` })
    .where('id', '=', id)
    .where('use_count', '<', maxUses)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function deleteOldCommandWebhooks(tx: Tx, before: number): Promise<void> {
  await tx.db.deleteFrom('command_webhooks').where('create_at', '<=', before).execute()
}
