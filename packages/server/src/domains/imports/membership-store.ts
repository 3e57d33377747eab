import { sql } from 'kysely'
import type { Tx } from '#platform/db/database.ts'

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
