import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

type TeamRow = Selectable<Tables['teams']>
type ChannelRow = Omit<Selectable<Tables['channels']>, 'banner_info'>

export function findTeamByName(db: Db, name: string): Promise<TeamRow | undefined> {
  return db.selectFrom('teams').selectAll().where('name', '=', name).executeTakeFirst()
}

export async function insertTeam(tx: Tx, team: TeamRow): Promise<void> {
  await tx.db.insertInto('teams').values(team).execute()
}

export async function updateTeam(tx: Tx, id: string, changes: Partial<TeamRow>): Promise<void> {
  await tx.db.updateTable('teams').set(changes).where('id', '=', id).execute()
}

/** A team's channel, or with the team '' a direct or group channel. */
export function findChannelByName(
  db: Db,
  teamId: string,
  name: string,
): Promise<ChannelRow | undefined> {
  return db
    .selectFrom('channels')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('name', '=', name)
    .executeTakeFirst()
}

/** False where the team has a channel of this name. */
export async function insertChannel(tx: Tx, channel: ChannelRow): Promise<boolean> {
  const row = await tx.db
    .insertInto('channels')
    .values(channel)
    .onConflict((oc) => oc.columns(['team_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function updateChannel(
  tx: Tx,
  id: string,
  changes: Partial<ChannelRow>,
): Promise<void> {
  await tx.db.updateTable('channels').set(changes).where('id', '=', id).execute()
}

/** Holds the channels until the transaction ends; in one order, so that no two block each other. */
export async function lockChannels(tx: Tx, ids: string[]): Promise<void> {
  await sql`select id from channels where id = any(${ids}) order by id for no key update`.execute(
    tx.db,
  )
}
