import { type Selectable, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

export type TeamRow = Selectable<Tables['teams']>
export type ChannelRow = Omit<Selectable<Tables['channels']>, 'banner_info'>
export type UserRow = Selectable<Tables['users']>

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

export function findUserByUsername(db: Db, username: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
}

export async function findUserIdByEmail(db: Db, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst()
  return row?.id
}

type UserColumns = Omit<UserRow, 'props' | 'notify_props' | 'timezone'> & {
  notify_props: Record<string, string>
  timezone: Record<string, string>
}

export async function insertUser(tx: Tx, user: UserColumns): Promise<void> {
  await tx.db
    .insertInto('users')
    .values({
      ...user,
      notify_props: JSON.stringify(user.notify_props),
      timezone: JSON.stringify(user.timezone),
    })
    .execute()
}

export async function updateUser(
  tx: Tx,
  id: string,
  { notify_props, ...columns }: Partial<Omit<UserColumns, 'timezone'>>,
): Promise<void> {
  await tx.db
    .updateTable('users')
    .set({ ...columns, ...(notify_props && { notify_props: JSON.stringify(notify_props) }) })
    .where('id', '=', id)
    .execute()
}

type RoleColumns = {
  roles: string
  scheme_guest: boolean
  scheme_user: boolean
  scheme_admin: boolean
  /** Whether the file names the roles: those of a membership that is there change only then. */
  sets_roles: boolean
}

export type NewTeamMember = RoleColumns & { team_id: string }

/** Adds or revives memberships, or changes their roles; resolves to the teams where it did. */
export async function upsertTeamMembers(
  tx: Tx,
  userId: string,
  members: NewTeamMember[],
  now: number,
): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
        as x(team_id text, roles text, scheme_guest bool, scheme_user bool, scheme_admin bool,
             sets_roles bool)
    )
    insert into team_members as m
      (team_id, user_id, roles, scheme_guest, scheme_user, scheme_admin, create_at)
    select team_id, ${userId}, roles, scheme_guest, scheme_user, scheme_admin, ${now}::bigint
    from wanted
    on conflict (team_id, user_id) do update
      set roles = excluded.roles, scheme_guest = excluded.scheme_guest,
          scheme_user = excluded.scheme_user, scheme_admin = excluded.scheme_admin, delete_at = 0
      where m.delete_at > 0
        or (exists (select from wanted as w where w.team_id = m.team_id and w.sets_roles)
            and (m.roles, m.scheme_guest, m.scheme_user, m.scheme_admin)
              is distinct from (excluded.roles, excluded.scheme_guest, excluded.scheme_user,
                                excluded.scheme_admin))
    returning team_id`.execute(tx.db)
  return rows.map((row) => row.team_id)
}

export type NewChannelMember = RoleColumns & {
  channel_id: string
  user_id: string
  /** Keys that the file names; the rest are the defaults of a new member. */
  notify_props: Record<string, string>
  /** Null: everything that is there is read. */
  last_viewed_at: number | null
  mention_count: number
  mention_count_root: number
}

type MemberDefaults = {
  now: number
  notifyProps: Readonly<Record<string, string>>
  uncountedTypes: readonly string[]
}

/**
 * Adds memberships, or changes the roles and notification settings of those that are there, whose
 * unread posts stay as they are. What a new member has not read are the counted posts that are
 * newer than `last_viewed_at`. Resolves to the memberships that it wrote.
 */
export async function upsertChannelMembers(
  tx: Tx,
  members: NewChannelMember[],
  { now, notifyProps, uncountedTypes }: MemberDefaults,
): Promise<{ channel_id: string; user_id: string }[]> {
  const { rows } = await sql<{ channel_id: string; user_id: string }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(members)}::jsonb)
        as x(channel_id text, user_id text, roles text, scheme_guest bool, scheme_user bool,
             scheme_admin bool, sets_roles bool, notify_props jsonb, last_viewed_at bigint,
             mention_count bigint, mention_count_root bigint)
    )
    insert into channel_members as m
      (channel_id, user_id, roles, scheme_guest, scheme_user, scheme_admin, notify_props,
       last_viewed_at, last_update_at, msg_count, msg_count_root, mention_count,
       mention_count_root)
    select c.id, w.user_id, w.roles, w.scheme_guest, w.scheme_user, w.scheme_admin,
           ${JSON.stringify(notifyProps)}::jsonb || w.notify_props,
           coalesce(w.last_viewed_at, greatest(c.last_post_at, ${now})), ${now}::bigint,
           c.total_msg_count - later.posts, c.total_msg_count_root - later.roots,
           w.mention_count, w.mention_count_root
    from wanted as w
      join channels as c on c.id = w.channel_id
      cross join lateral (
        select count(*) as posts, count(*) filter (where p.root_id = '') as roots
        from posts as p
        where p.channel_id = c.id and p.create_at > w.last_viewed_at and p.delete_at = 0
          and p.type <> all(${[...uncountedTypes]}::text[])
      ) as later
    on conflict (channel_id, user_id) do update
      set (roles, scheme_guest, scheme_user, scheme_admin, notify_props) = (
        select case when w.sets_roles then w.roles else m.roles end,
               case when w.sets_roles then w.scheme_guest else m.scheme_guest end,
               case when w.sets_roles then w.scheme_user else m.scheme_user end,
               case when w.sets_roles then w.scheme_admin else m.scheme_admin end,
               m.notify_props || w.notify_props
        from wanted as w where w.channel_id = m.channel_id and w.user_id = m.user_id)
      where exists (
        select from wanted as w
        where w.channel_id = m.channel_id and w.user_id = m.user_id
          and (not m.notify_props @> w.notify_props
               or (w.sets_roles
                   and (m.roles, m.scheme_guest, m.scheme_user, m.scheme_admin) is distinct from
                       (w.roles, w.scheme_guest, w.scheme_user, w.scheme_admin))))
    returning m.channel_id, m.user_id`.execute(tx.db)
  return rows
}

export type PreferenceRow = { user_id: string; category: string; name: string; value: string }

export async function upsertPreferences(tx: Tx, preferences: PreferenceRow[]): Promise<void> {
  if (preferences.length === 0) return
  await sql`
    insert into preferences (user_id, category, name, value)
    select distinct on (user_id, category, name) user_id, category, name, value
    from jsonb_to_recordset(${JSON.stringify(preferences)}::jsonb)
      as x(user_id text, category text, name text, value text)
    on conflict (user_id, category, name) do update set value = excluded.value`.execute(tx.db)
}

/** Holds the channels until the transaction ends; in one order, so that no two block each other. */
export async function lockChannels(tx: Tx, ids: string[]): Promise<void> {
  await sql`select id from channels where id = any(${ids}) order by id for no key update`.execute(
    tx.db,
  )
}

export type PostRow = {
  id: string
  channel_id: string
  user_id: string
  root_id: string
  create_at: number
  update_at: number
  edit_at: number
  message: string
  type: string
  props: Record<string, unknown>
  hashtags: string
  is_pinned: boolean
  file_ids: string[]
}

/**
 * The ids of posts that are there already, by the id that the import would give them: one of an
 * earlier import, or one with the same author, time and text.
 */
export async function findKnownPosts(
  db: Db,
  posts: Pick<PostRow, 'id' | 'channel_id' | 'user_id' | 'create_at' | 'message'>[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ wanted: string; id: string }>`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
        as x(id text, channel_id text, user_id text, create_at bigint, message text)
    )
    select w.id as wanted, p.id from wanted as w join posts as p on p.id = w.id
    union all
    select w.id, p.id from wanted as w
      join posts as p on p.channel_id = w.channel_id and p.create_at = w.create_at
        and p.delete_at = 0 and p.user_id = w.user_id and p.message = w.message`.execute(db)
  return new Map(rows.map((row) => [row.wanted, row.id]))
}

/** Those of the given moments at which the channel has a post. */
export async function findTakenTimes(
  db: Db,
  moments: { channel_id: string; time: number }[],
): Promise<{ channel_id: string; time: number }[]> {
  const { rows } = await sql<{ channel_id: string; time: number }>`
    select x.channel_id, x.time
    from jsonb_to_recordset(${JSON.stringify(moments)}::jsonb) as x(channel_id text, time bigint)
    where exists (select from posts as p
                  where p.channel_id = x.channel_id and p.create_at = x.time and p.delete_at = 0)
  `.execute(db)
  return rows
}

/** Resolves to the ids of those that weren't there. */
export async function insertPosts(tx: Tx, posts: PostRow[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into posts (id, create_at, update_at, edit_at, user_id, channel_id, root_id, message,
                       type, props, hashtags, is_pinned, file_ids)
    select id, create_at, update_at, edit_at, user_id, channel_id, root_id, message, type, props,
           hashtags, is_pinned, file_ids
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
      as x(id text, create_at bigint, update_at bigint, edit_at bigint, user_id text,
           channel_id text, root_id text, message text, type text, props jsonb, hashtags text,
           is_pinned bool, file_ids text[])
    on conflict (id) do nothing
    returning id`.execute(tx.db)
  return new Set(rows.map((row) => row.id))
}

/** What the inserted posts of a channel add up to. */
export type ChannelGain = {
  channel_id: string
  oldest: number
  newest: number
  /** 0 where none is a root. */
  newest_root: number
  counted: number
  counted_root: number
}

/**
 * Adds to the counters of channels and of their members. A member has read what isn't newer than
 * the member's last view. A channel is never younger than its posts.
 */
export async function addToCounters(
  tx: Tx,
  gains: ChannelGain[],
  posts: { channel_id: string; create_at: number; counted: number; counted_root: number }[],
): Promise<void> {
  const gained = sql`jsonb_to_recordset(${JSON.stringify(gains)}::jsonb)
    as g(channel_id text, oldest bigint, newest bigint, newest_root bigint, counted int,
         counted_root int)`
  await sql`
    update channels as c set
      last_post_at = greatest(c.last_post_at, g.newest),
      last_root_post_at = greatest(c.last_root_post_at, g.newest_root),
      total_msg_count = c.total_msg_count + g.counted,
      total_msg_count_root = c.total_msg_count_root + g.counted_root,
      create_at = least(c.create_at, g.oldest)
    from ${gained} where c.id = g.channel_id`.execute(tx.db)
  await sql`
    update channel_members as m set
      msg_count = m.msg_count + g.counted,
      msg_count_root = m.msg_count_root + g.counted_root
    from ${gained}
    where m.channel_id = g.channel_id and m.last_viewed_at >= g.newest`.execute(tx.db)
  await sql`
    update channel_members as m set
      msg_count = m.msg_count + seen.counted,
      msg_count_root = m.msg_count_root + seen.counted_root
    from (
      select m.channel_id, m.user_id, sum(p.counted) as counted, sum(p.counted_root) as counted_root
      from ${gained}
        join channel_members as m on m.channel_id = g.channel_id and m.last_viewed_at < g.newest
        join jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
          as p(channel_id text, create_at bigint, counted int, counted_root int)
          on p.channel_id = m.channel_id and p.create_at <= m.last_viewed_at
      group by m.channel_id, m.user_id
    ) as seen
    where m.channel_id = seen.channel_id and m.user_id = seen.user_id`.execute(tx.db)
}

/** Counts the live replies of these roots anew. */
export async function recountReplies(tx: Tx, rootIds: string[]): Promise<void> {
  await sql`
    update posts as root
    set reply_count = replies.count, last_reply_at = replies.newest,
        update_at = greatest(root.update_at, replies.newest)
    from (select root_id, count(*) as count, max(create_at) as newest
          from posts where root_id = any(${rootIds}) and root_id <> '' and delete_at = 0
          group by root_id) as replies
    where root.id = replies.root_id`.execute(tx.db)
}

export type FollowerRow = {
  post_id: string
  user_id: string
  /** Null: as far as the user has read the channel, or written in the thread. */
  last_view_at: number | null
  unread_mentions: number
}

/**
 * Brings the threads of these roots up to their replies. The root's author and whoever replied
 * follow them, and those whom the file names; somebody who follows already, or not any more, stays
 * as they are.
 */
export async function recountThreads(
  tx: Tx,
  rootIds: string[],
  followers: FollowerRow[],
): Promise<void> {
  await sql`
    insert into threads (post_id, channel_id, team_id, reply_count, last_reply_at, participants)
    select root.id, root.channel_id, c.team_id, root.reply_count, root.last_reply_at,
           (select array_agg(user_id order by latest) from
             (select user_id, max(create_at) as latest from posts
              where root_id = root.id and delete_at = 0 group by user_id) as p)
    from posts as root join channels as c on c.id = root.channel_id
    where root.id = any(${rootIds}) and root.reply_count > 0 and root.delete_at = 0
    on conflict (post_id) do update
      set reply_count = excluded.reply_count, last_reply_at = excluded.last_reply_at,
          participants = excluded.participants`.execute(tx.db)
  await sql`
    with named as (
      select * from jsonb_to_recordset(${JSON.stringify(followers)}::jsonb)
        as x(post_id text, user_id text, last_view_at bigint, unread_mentions int)
    ), wanted as (
      select post_id, user_id, last_view_at, unread_mentions, 0 as own_at from named
      union all
      select root_id, user_id, null, 0, max(create_at) from posts
      where root_id = any(${rootIds}) and root_id <> '' and delete_at = 0
      group by root_id, user_id
      union all
      select id, user_id, null, 0, create_at from posts where id = any(${rootIds})
    )
    insert into thread_memberships
      (post_id, user_id, following, last_update_at, last_view_at, unread_mentions)
    select distinct on (w.post_id, w.user_id) w.post_id, w.user_id, true, t.last_reply_at,
           coalesce(w.last_view_at, greatest(m.last_viewed_at, w.own_at)), w.unread_mentions
    from wanted as w
      join threads as t on t.post_id = w.post_id
      left join channel_members as m on m.channel_id = t.channel_id and m.user_id = w.user_id
    order by w.post_id, w.user_id, w.last_view_at nulls last, w.own_at desc
    on conflict (user_id, post_id) do nothing`.execute(tx.db)
}

export type ReactionRow = {
  post_id: string
  user_id: string
  emoji_name: string
  channel_id: string
  create_at: number
}

/** One that was there stays, also as one that was taken back. Resolves to how many are new. */
export async function insertReactions(tx: Tx, reactions: ReactionRow[]): Promise<number> {
  const { rows } = await sql<{ post_id: string }>`
    insert into reactions (post_id, user_id, emoji_name, channel_id, create_at, update_at)
    select post_id, user_id, emoji_name, channel_id, create_at, create_at
    from jsonb_to_recordset(${JSON.stringify(reactions)}::jsonb)
      as x(post_id text, user_id text, emoji_name text, channel_id text, create_at bigint)
    on conflict (post_id, user_id, emoji_name) do nothing
    returning post_id`.execute(tx.db)
  const postIds = [...new Set(rows.map((row) => row.post_id))]
  await sql`update posts set has_reactions = true where id = any(${postIds})`.execute(tx.db)
  return rows.length
}
