import { createHash } from 'node:crypto'
import type { OpenGraph, PostImage } from '@redoubt/wire/links.ts'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

/** What was found at an address. */
export type LinkMetadata =
  | { type: 'opengraph'; data: OpenGraph }
  | { type: 'image'; data: PostImage }
  | { type: 'none'; data: Record<string, never> }

/** An address as of an hour. */
export type Visit = { url: string; hour: number }

const hourMs = 3_600_000

export function hourOf(ms: number): number {
  return Math.floor(ms / hourMs)
}

/** Names a visit in the maps of this file. */
export function visitKey({ url, hour }: Visit): string {
  return `${createHash('sha256').update(url).digest('hex')}:${hour}`
}

/** What is known of these visits, by `visitKey`; one query. */
export async function findLinkMetadata(
  db: Db,
  visits: readonly Visit[],
): Promise<Map<string, LinkMetadata>> {
  const [hashes, hours] = columnsOf(visits)
  const { rows } = await sql<{ url_hash: string; hour: number } & LinkMetadata>`
    select m.url_hash, m.hour, m.type, m.data
    from unnest(${hashes}::text[], ${hours}::bigint[]) as wanted (url_hash, hour)
      join link_metadata as m using (url_hash, hour)`.execute(db)
  return new Map(rows.map((row) => [`${row.url_hash}:${row.hour}`, row]))
}

function columnsOf(visits: readonly Visit[]): [string[], number[]] {
  const hashes = visits.map((visit) => visitKey(visit).split(':')[0] ?? '')
  return [hashes, visits.map(({ hour }) => hour)]
}

export async function saveLinkMetadata(tx: Tx, visit: Visit, found: LinkMetadata): Promise<void> {
  const [[url_hash = '']] = columnsOf([visit])
  await tx.db
    .insertInto('link_metadata')
    .values({ url_hash, hour: visit.hour, type: found.type, data: JSON.stringify(found.data) })
    .onConflict((conflict) =>
      conflict.columns(['url_hash', 'hour']).doUpdateSet((row) => ({
        type: row.ref('excluded.type'),
        data: row.ref('excluded.data'),
      })),
    )
    .execute()
}

export async function deleteLinkMetadataBefore(tx: Tx, hour: number): Promise<void> {
  await tx.db.deleteFrom('link_metadata').where('hour', '<', hour).execute()
}

/** Members of a channel who are members where the post stands, or of its team if it is public. */
export async function findPreviewReaders(
  db: Db,
  channelId: string,
  postId: string,
): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select m.user_id
    from channel_members as m, posts as p join channels as c on c.id = p.channel_id
    where m.channel_id = ${channelId} and p.id = ${postId} and p.delete_at = 0 and (
      exists (select from channel_members as t where t.channel_id = c.id and t.user_id = m.user_id)
      or c.type = 'O' and exists (
        select from team_members as t
        where t.team_id = c.team_id and t.user_id = m.user_id and t.delete_at = 0
          and not t.scheme_guest)
    )`.execute(db)
  return rows.map((row) => row.user_id)
}
