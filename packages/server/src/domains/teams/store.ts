import type { TeamUnread } from '@redoubt/wire/teams.ts'
import { type Selectable, sql } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type TeamRow = Selectable<Tables['teams']>
export type TeamMemberRow = Selectable<Tables['team_members']>

/** Throws 400 where the name is taken. */
export async function insertTeam(tx: Tx, team: TeamRow): Promise<void> {
  try {
    await tx.db.insertInto('teams').values(team).execute()
  } catch (error) {
    if (violatedConstraint(error) !== 'teams_name_key') throw error
    throw new AppError('app.team.save.existing.app_error', 400, { cause: error })
  }
}

export function updateTeam(
  tx: Tx,
  id: string,
  changes: Partial<TeamRow>,
): Promise<TeamRow | undefined> {
  return tx.db
    .updateTable('teams')
    .set(changes)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

export function findTeam(db: Db, id: string): Promise<TeamRow | undefined> {
  return db.selectFrom('teams').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findTeamByName(db: Db, name: string): Promise<TeamRow | undefined> {
  return db.selectFrom('teams').selectAll().where('name', '=', name).executeTakeFirst()
}

export function findTeamByInviteId(db: Db, inviteId: string): Promise<TeamRow | undefined> {
  return db
    .selectFrom('teams')
    .selectAll()
    .where('invite_id', '=', inviteId)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

/** Live teams of a user, by display name. */
export function findTeamsByUser(db: Db, userId: string): Promise<TeamRow[]> {
  return db
    .selectFrom('teams')
    .innerJoin('team_members', 'team_members.team_id', 'teams.id')
    .selectAll('teams')
    .where('team_members.user_id', '=', userId)
    .where('team_members.delete_at', '=', 0)
    .where('teams.delete_at', '=', 0)
    .orderBy('teams.display_name')
    .execute()
}

/** What teams are looked for by; what is left out doesn't matter. */
export type TeamSearch = {
  term: string
  isOpen?: boolean | undefined
  isGroupConstrained?: boolean | undefined
  includeDeleted?: boolean | undefined
}

/** Open teams, closed ones or both, and perhaps one more. */
type TeamFilter = Partial<TeamSearch> & { open: boolean; closed: boolean; alsoId?: string }

/** A page of teams that are open, closed or both, by display name; archived ones if asked for. */
export async function findTeams(db: Db, filter: TeamFilter, page: Page) {
  let query = db.selectFrom('teams')
  if (!filter.includeDeleted) query = query.where('delete_at', '=', 0)
  const kinds = [...(filter.open ? [true] : []), ...(filter.closed ? [false] : [])]
  query = query.where((eb) =>
    eb.or([
      eb('id', '=', filter.alsoId ?? ''),
      ...(kinds.length > 0 ? [eb('allow_open_invite', 'in', kinds)] : []),
    ]),
  )
  if (filter.isOpen !== undefined) query = query.where('allow_open_invite', '=', filter.isOpen)
  if (filter.isGroupConstrained !== undefined) {
    const is = sql<boolean>`coalesce(group_constrained, false)`
    query = query.where(is, '=', filter.isGroupConstrained)
  }
  if (filter.term) {
    const pattern = `%${filter.term.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) =>
      eb.or([eb('name', 'like', pattern), eb(sql`lower(display_name)`, 'like', pattern)]),
    )
  }
  const [teams, total] = await Promise.all([
    query
      .selectAll()
      .orderBy('display_name')
      .orderBy('id')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
  ])
  return { teams, total: total.count }
}

/** Adds or revives a membership; false where the user is a member already. */
export async function upsertTeamMember(
  tx: Tx,
  member: Omit<TeamMemberRow, 'delete_at'>,
): Promise<boolean> {
  const { create_at, ...revived } = member
  const row = await tx.db
    .insertInto('team_members')
    .values({ ...member, delete_at: 0 })
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'user_id'])
        .doUpdateSet({ ...revived, create_at, delete_at: 0 })
        .where('team_members.delete_at', '>', 0),
    )
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

export function updateTeamMember(
  tx: Tx,
  key: { team_id: string; user_id: string },
  changes: Partial<TeamMemberRow>,
): Promise<TeamMemberRow | undefined> {
  return tx.db
    .updateTable('team_members')
    .set(changes)
    .where('team_id', '=', key.team_id)
    .where('user_id', '=', key.user_id)
    .where('delete_at', '=', 0)
    .returningAll()
    .executeTakeFirst()
}

/** Makes all memberships of an account a guest's or a member's, without any further role. */
export function updateGuest(tx: Tx, userId: string, isGuest: boolean): Promise<TeamMemberRow[]> {
  return tx.db
    .updateTable('team_members')
    .set({ scheme_guest: isGuest, scheme_user: !isGuest, scheme_admin: false, roles: '' })
    .where('user_id', '=', userId)
    .where('delete_at', '=', 0)
    .returningAll()
    .execute()
}

/** Also a membership that has ended. */
export function findTeamMember(
  db: Db,
  teamId: string,
  userId: string,
): Promise<TeamMemberRow | undefined> {
  return db
    .selectFrom('team_members')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Including those that have ended: clients filter. */
export function findTeamMembersByUser(db: Db, userId: string) {
  return db
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .selectAll('team_members')
    .select('teams.scheme_id')
    .where('team_members.user_id', '=', userId)
    .execute()
}

/** A page of a team's members, by id or by user name. */
export function findTeamMembers(
  db: Db,
  teamId: string,
  page: Page,
  filter: { byName: boolean; onlyActive: boolean },
): Promise<TeamMemberRow[]> {
  let query = db
    .selectFrom('team_members as m')
    .selectAll('m')
    .where('m.team_id', '=', teamId)
    .where('m.delete_at', '=', 0)
  if (filter.onlyActive || filter.byName) {
    query = query.innerJoin('users as u', 'u.id', 'm.user_id')
    if (filter.onlyActive) query = query.where(sql<boolean>`u.delete_at = 0`)
    if (filter.byName) query = query.orderBy(sql`u.username`)
  }
  return query.orderBy('m.user_id').limit(page.limit).offset(page.offset).execute()
}

/** A live membership as it stands, which nobody else changes until the transaction ends. */
export function lockTeamMember(
  tx: Tx,
  key: { team_id: string; user_id: string },
): Promise<TeamMemberRow | undefined> {
  return tx.db
    .selectFrom('team_members')
    .selectAll()
    .where('team_id', '=', key.team_id)
    .where('user_id', '=', key.user_id)
    .where('delete_at', '=', 0)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The teams of a scheme, by display name. */
export function findTeamsByScheme(db: Db, schemeId: string, page: Page): Promise<TeamRow[]> {
  return db
    .selectFrom('teams')
    .selectAll()
    .where('scheme_id', '=', schemeId)
    .orderBy('display_name')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export function findTeamMembersByIds(
  db: Db,
  teamId: string,
  userIds: string[],
): Promise<TeamMemberRow[]> {
  return db
    .selectFrom('team_members')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('user_id', 'in', userIds)
    .where('delete_at', '=', 0)
    .execute()
}

/**
 * Everybody, and those whose account is active; for a guest, those of them who share a channel
 * with it.
 */
export function countTeamMembers(db: Db, teamId: string, guestId?: string) {
  return db
    .selectFrom('team_members')
    .innerJoin('users', 'users.id', 'team_members.user_id')
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn.countAll<number>().filterWhere('users.delete_at', '=', 0).as('active'),
    ])
    .where('team_members.team_id', '=', teamId)
    .where('team_members.delete_at', '=', 0)
    .$if(guestId !== undefined, (query) =>
      query.where('users.id', 'in', (eb) =>
        eb
          .selectFrom('channel_members as mine')
          .innerJoin('channel_members as theirs', 'theirs.channel_id', 'mine.channel_id')
          .select('theirs.user_id')
          .where('mine.user_id', '=', guestId ?? ''),
      ),
    )
    .executeTakeFirstOrThrow()
}

type Unread = Pick<
  TeamUnread,
  'team_id' | 'msg_count' | 'msg_count_root' | 'mention_count' | 'mention_count_root'
>

/** Sums over the live channels of each team; muted ones add their mentions only. */
export function findTeamUnreads(db: Db, userId: string): Promise<Unread[]> {
  const unmuted = sql`(m.notify_props->>'mark_unread') is distinct from 'mention'`
  return db
    .selectFrom('channel_members as m')
    .innerJoin('channels as c', 'c.id', 'm.channel_id')
    .innerJoin('team_members as t', (join) =>
      join.onRef('t.team_id', '=', 'c.team_id').onRef('t.user_id', '=', 'm.user_id'),
    )
    .select((eb) => [
      'c.team_id',
      sql<number>`coalesce(sum(greatest(c.total_msg_count - m.msg_count, 0)) filter (where ${unmuted}), 0)`.as(
        'msg_count',
      ),
      sql<number>`coalesce(sum(greatest(c.total_msg_count_root - m.msg_count_root, 0)) filter (where ${unmuted}), 0)`.as(
        'msg_count_root',
      ),
      eb.fn.sum<number>('m.mention_count').as('mention_count'),
      eb.fn.sum<number>('m.mention_count_root').as('mention_count_root'),
    ])
    .where('m.user_id', '=', userId)
    .where('c.delete_at', '=', 0)
    .where('t.delete_at', '=', 0)
    .groupBy('c.team_id')
    .execute()
}
