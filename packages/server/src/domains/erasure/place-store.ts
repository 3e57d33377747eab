import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

/** What stays until the posts of the channel are gone, or until an upload is given up. */
const later = [
  'posts',
  'file_infos',
  'reactions',
  'post_acknowledgements',
  'burn_contents',
  'upload_sessions',
]

export async function findChannelIdsOfTeam(db: Db, teamId: string): Promise<string[]> {
  const rows = await db.selectFrom('channels').select('id').where('team_id', '=', teamId).execute()
  return rows.map((row) => row.id)
}

export function findChannelMembers(
  db: Db,
  channelIds: string[],
): Promise<{ channel_id: string; user_id: string }[]> {
  return db
    .selectFrom('channel_members')
    .select(['channel_id', 'user_id'])
    .where('channel_id', 'in', channelIds)
    .execute()
}

export async function findTeamMemberIds(db: Db, teamId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('team_members')
    .select('user_id')
    .where('team_id', '=', teamId)
    .execute()
  return rows.map((row) => row.user_id)
}

/** Names of the tables whose rows go at once with the place that the column names. */
export async function findTablesOfPlaces(
  db: Db,
  column: 'channel_id' | 'team_id',
): Promise<string[]> {
  const { rows } = await sql<{ table_name: string }>`
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = ${column}
      and table_name <> all(${['channels', ...later]})
    order by table_name`.execute(db)
  return rows.map((row) => row.table_name)
}

export async function deleteRowsOfPlaces(
  tx: Tx,
  table: string,
  { column, ids }: { column: 'channel_id' | 'team_id'; ids: string[] },
): Promise<void> {
  await sql`delete from ${sql.id(table)} where ${sql.id(column)} = any(${ids})`.execute(tx.db)
}

export async function deleteChannels(tx: Tx, ids: string[]): Promise<void> {
  await tx.db.deleteFrom('channels').where('id', 'in', ids).execute()
}

export async function deleteTeam(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('teams').where('id', '=', id).execute()
}

/** Some of the posts of a channel, in whatever version. */
export async function findPostIdsIn(db: Db, channelId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('posts')
    .select('id')
    .where('channel_id', '=', channelId)
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Files of a channel that no post has. */
export async function findFileIdsIn(db: Db, channelId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('file_infos')
    .select('id')
    .where('channel_id', '=', channelId)
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
