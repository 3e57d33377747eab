import type { Bot } from '@redoubt/wire/bots.ts'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type BotRow = Selectable<Tables['bots']>

export async function insertBot(tx: Tx, bot: BotRow): Promise<void> {
  await tx.db.insertInto('bots').values(bot).execute()
}

/** Notes a change, by default only its time. */
export async function updateBot(
  tx: Tx,
  userId: string,
  changes: Partial<BotRow> & { update_at: number },
): Promise<void> {
  await tx.db.updateTable('bots').set(changes).where('user_id', '=', userId).execute()
}

export async function deleteBot(tx: Tx, userId: string): Promise<void> {
  await tx.db.deleteFrom('bots').where('user_id', '=', userId).execute()
}

function selectBots(db: Db) {
  return db
    .selectFrom('bots as b')
    .innerJoin('users as u', 'u.id', 'b.user_id')
    .select([
      'b.user_id',
      'u.username',
      'u.first_name as display_name',
      'u.bot_description as description',
      'b.owner_id',
      'b.create_at',
      'b.update_at',
      'b.delete_at',
    ])
}

/** Also one that was disabled. */
export function findBot(db: Db, userId: string): Promise<Bot | undefined> {
  return selectBots(db).where('b.user_id', '=', userId).executeTakeFirst()
}

export type BotFilter = {
  /** Undefined for those of everybody. */
  ownerId: string | undefined
  includesDeleted: boolean
  /** Only those whose owner was deactivated. */
  isOrphaned: boolean
}

/** A page, the oldest first. */
export function findBots(db: Db, filter: BotFilter, page: Page): Promise<Bot[]> {
  let query = selectBots(db)
  if (filter.ownerId !== undefined) query = query.where('b.owner_id', '=', filter.ownerId)
  if (!filter.includesDeleted) query = query.where('b.delete_at', '=', 0)
  if (filter.isOrphaned) {
    query = query
      .innerJoin('users as owner', 'owner.id', 'b.owner_id')
      .where('owner.delete_at', '>', 0)
  }
  return query
    .orderBy('b.create_at')
    .orderBy('u.username')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** The active bots of one owner. */
export async function findBotIdsByOwner(db: Db, ownerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('bots')
    .select('user_id')
    .where('owner_id', '=', ownerId)
    .where('delete_at', '=', 0)
    .execute()
  return rows.map((row) => row.user_id)
}

export async function findSystemBotId(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('bots')
    .select('user_id')
    .where('is_system', '=', true)
    .executeTakeFirst()
  return row?.user_id
}
