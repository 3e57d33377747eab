import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type IncomingRow = Selectable<Tables['incoming_webhooks']>
export type OutgoingRow = Selectable<Tables['outgoing_webhooks']>

type Filter = {
  teamId?: string | undefined
  channelId?: string | undefined
  userId?: string | undefined
}

const maxHooksOfTeam = 10_000

export async function insertIncomingHook(tx: Tx, row: IncomingRow): Promise<void> {
  await tx.db.insertInto('incoming_webhooks').values(row).execute()
}

export async function insertOutgoingHook(tx: Tx, row: OutgoingRow): Promise<void> {
  await tx.db.insertInto('outgoing_webhooks').values(row).execute()
}

/** A live one. */
export function findIncomingHook(db: Db, id: string): Promise<IncomingRow | undefined> {
  return db
    .selectFrom('incoming_webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

/** A live one. */
export function findOutgoingHook(db: Db, id: string): Promise<OutgoingRow | undefined> {
  return db
    .selectFrom('outgoing_webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

export async function findIncomingHooks(
  db: Db,
  { teamId, userId }: Filter,
  page: Page,
): Promise<{ rows: IncomingRow[]; total: number }> {
  const wanted = db
    .selectFrom('incoming_webhooks')
    .where('delete_at', '=', 0)
    .$if(teamId !== undefined, (query) => query.where('team_id', '=', teamId ?? ''))
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
  const [rows, count] = await Promise.all([
    wanted.selectAll().orderBy('id').limit(page.limit).offset(page.offset).execute(),
    wanted.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total: Number(count.total) }
}

export function findOutgoingHooks(
  db: Db,
  { teamId, channelId, userId }: Filter,
  page: Page,
): Promise<OutgoingRow[]> {
  return db
    .selectFrom('outgoing_webhooks')
    .selectAll()
    .where('delete_at', '=', 0)
    .$if(teamId !== undefined, (query) => query.where('team_id', '=', teamId ?? ''))
    .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
    .$if(userId !== undefined, (query) => query.where('creator_id', '=', userId ?? ''))
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

/** All that a post in the team may concern. */
export function findOutgoingHooksOfTeam(db: Db, teamId: string): Promise<OutgoingRow[]> {
  const page = { limit: maxHooksOfTeam, offset: 0 }
  return findOutgoingHooks(db, { teamId }, page)
}

export function updateIncomingHook(
  tx: Tx,
  id: string,
  changes: Partial<IncomingRow>,
): Promise<IncomingRow | undefined> {
  return tx.db
    .updateTable('incoming_webhooks')
    .set(changes)
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .returningAll()
    .executeTakeFirst()
}

export function updateOutgoingHook(
  tx: Tx,
  id: string,
  changes: Partial<OutgoingRow>,
): Promise<OutgoingRow | undefined> {
  return tx.db
    .updateTable('outgoing_webhooks')
    .set(changes)
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .returningAll()
    .executeTakeFirst()
}

/** Hooks go with their channel. Resolves to the teams whose outgoing ones are fewer now. */
export async function deleteHooksOfChannel(
  tx: Tx,
  channelId: string,
  now: number,
): Promise<string[]> {
  const gone = { delete_at: now, update_at: now }
  await tx.db
    .updateTable('incoming_webhooks')
    .set(gone)
    .where('channel_id', '=', channelId)
    .where('delete_at', '=', 0)
    .execute()
  const rows = await tx.db
    .updateTable('outgoing_webhooks')
    .set(gone)
    .where('channel_id', '=', channelId)
    .where('delete_at', '=', 0)
    .returning('team_id')
    .execute()
  return [...new Set(rows.map((row) => row.team_id))]
}

/** Hooks follow a channel into another team. Resolves to the teams that outgoing ones come from. */
export async function moveHooksOfChannel(
  tx: Tx,
  channelId: string,
  teamId: string,
): Promise<string[]> {
  const before = await tx.db
    .selectFrom('outgoing_webhooks')
    .select('team_id')
    .distinct()
    .where('channel_id', '=', channelId)
    .where('delete_at', '=', 0)
    .execute()
  for (const table of ['incoming_webhooks', 'outgoing_webhooks'] as const) {
    await tx.db
      .updateTable(table)
      .set({ team_id: teamId })
      .where('channel_id', '=', channelId)
      .where('delete_at', '=', 0)
      .execute()
  }
  return before.map((row) => row.team_id)
}
