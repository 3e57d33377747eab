import type { CategoryType, SidebarCategory } from '@redoubt/wire/categories.ts'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

export type CategoryRow = Omit<SidebarCategory, 'channel_ids'>

/** A channel of the user, and where it was put; `category_id` is null where it was put nowhere. */
export type Placement = {
  channel_id: string
  type: string
  isArchived: boolean
  category_id: string | null
}

export type Owner = { userId: string; teamId: string }

/** In their order. */
export function findCategories(
  db: Db,
  { userId, teamId }: Owner,
  options: { isLocked: boolean },
): Promise<CategoryRow[]> {
  const query = db
    .selectFrom('sidebar_categories')
    .selectAll()
    .where('user_id', '=', userId)
    .where('team_id', '=', teamId)
    .orderBy('sort_order')
    .orderBy('id')
    .$narrowType<{ type: CategoryType; sorting: SidebarCategory['sorting'] }>()
  return (options.isLocked ? query.forUpdate() : query).execute()
}

/** Every channel of the user that the team shows: as it was put, the others by name. */
export async function findPlacements(db: Db, { userId, teamId }: Owner): Promise<Placement[]> {
  const { rows } = await sql<Placement>`
    select c.id as channel_id, c.type, c.delete_at > 0 as "isArchived", s.category_id
    from channel_members as m
    join channels as c on c.id = m.channel_id
    left join sidebar_channels as s
      on s.user_id = m.user_id and s.team_id = ${teamId} and s.channel_id = c.id
    where m.user_id = ${userId} and c.team_id in (${teamId}, '')
    order by s.sort_order nulls last, lower(c.display_name), c.id`.execute(db)
  return rows
}

/** Adds what isn't there yet; Favorites begin with the channels that preferences name. */
export async function insertDefaults(tx: Tx, owner: Owner, rows: CategoryRow[]): Promise<void> {
  const { userId, teamId } = owner
  await tx.db
    .with('made', (db) =>
      db
        .insertInto('sidebar_categories')
        .values(rows)
        .onConflict((oc) => oc.column('id').doNothing())
        .returning(['id', 'type']),
    )
    .insertInto('sidebar_channels')
    .columns(['user_id', 'team_id', 'channel_id', 'category_id', 'sort_order'])
    .expression((eb) =>
      eb
        .selectFrom('made')
        .innerJoin('preferences as p', (join) => join.onTrue())
        .innerJoin('channels as c', 'c.id', 'p.name')
        .select([
          'p.user_id',
          eb.val(teamId).as('team_id'),
          'c.id as channel_id',
          'made.id as category_id',
          sql<number>`10 * row_number() over (order by lower(c.display_name), c.id)`.as(
            'sort_order',
          ),
        ])
        .where('made.type', '=', 'favorites')
        .where('p.user_id', '=', userId)
        .where('p.category', '=', 'favorite_channel')
        .where('p.value', '=', 'true')
        .where('c.team_id', 'in', [teamId, '']),
    )
    .onConflict((oc) => oc.columns(['user_id', 'team_id', 'channel_id']).doNothing())
    .execute()
}

export async function insertCategory(tx: Tx, row: CategoryRow): Promise<void> {
  await tx.db.insertInto('sidebar_categories').values(row).execute()
}

/** Writes rows that are there: whatever but their owner and type. */
export async function updateCategories(tx: Tx, rows: CategoryRow[]): Promise<void> {
  await sql`
    update sidebar_categories as c
    set sort_order = n.sort_order, sorting = n.sorting, display_name = n.display_name,
        muted = n.muted, collapsed = n.collapsed
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (id text, sort_order bigint, sorting text, display_name text, muted boolean, collapsed boolean)
    where c.id = n.id`.execute(tx.db)
}

export async function deleteCategory(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('sidebar_categories').where('id', '=', id).execute()
}

/**
 * Makes these the channels of these categories, taking them away from others. Where
 * `isDefault`, a channel is only taken away: it then falls to the default category of its kind.
 */
export async function placeChannels(
  tx: Tx,
  { userId, teamId }: Owner,
  categories: { id: string; channelIds: readonly string[]; isDefault: boolean }[],
): Promise<void> {
  const channelIds = categories.flatMap((category) => category.channelIds)
  await tx.db
    .deleteFrom('sidebar_channels')
    .where('user_id', '=', userId)
    .where('team_id', '=', teamId)
    .where((eb) =>
      eb.or([
        eb('category_id', '=', sql<string>`any(${categories.map(({ id }) => id)})`),
        eb('channel_id', '=', sql<string>`any(${channelIds})`),
      ]),
    )
    .execute()
  const rows = categories
    .filter((category) => !category.isDefault)
    .flatMap(({ id, channelIds: ids }) =>
      ids.map((channel_id, index) => ({ category_id: id, channel_id, sort_order: index * 10 })),
    )
  if (rows.length === 0) return
  await sql`
    insert into sidebar_channels (user_id, team_id, channel_id, category_id, sort_order)
    select ${userId}, ${teamId}, n.channel_id, n.category_id, n.sort_order
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (channel_id text, category_id text, sort_order bigint)`.execute(tx.db)
}

/** Puts channels at the end of the user's Favorites, in every team that shows them. */
export async function addFavorites(tx: Tx, userId: string, channelIds: string[]): Promise<void> {
  await sql`
    insert into sidebar_channels (user_id, team_id, channel_id, category_id, sort_order)
    select f.user_id, f.team_id, c.id, f.id,
           10 * row_number() over (partition by f.id order by c.id) + coalesce(
             (select max(s.sort_order) from sidebar_channels as s where s.category_id = f.id), 0)
    from sidebar_categories as f join channels as c on c.team_id in (f.team_id, '')
    where f.user_id = ${userId} and f.type = 'favorites' and c.id = any(${channelIds})
    on conflict (user_id, team_id, channel_id) do update
    set category_id = excluded.category_id, sort_order = excluded.sort_order
    where sidebar_channels.category_id <> excluded.category_id`.execute(tx.db)
}

export async function removeFavorites(tx: Tx, userId: string, channelIds: string[]): Promise<void> {
  await sql`
    delete from sidebar_channels as s using sidebar_categories as f
    where f.id = s.category_id and f.type = 'favorites'
      and s.user_id = ${userId} and s.channel_id = any(${channelIds})`.execute(tx.db)
}

/** Takes a channel out of wherever people have put it: it is another kind of channel now. */
export async function deletePlacements(tx: Tx, channelId: string): Promise<void> {
  await tx.db.deleteFrom('sidebar_channels').where('channel_id', '=', channelId).execute()
}
