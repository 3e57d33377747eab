import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { Day } from './days.ts'
import type { Tag } from './query.ts'
import type { WordQuery } from './words.ts'

/** What is looked for, in the terms of the rows. A list that is undefined doesn't restrict. */
export type Criteria = {
  words: {
    wanted: WordQuery[]
    excluded: WordQuery[]
    tags: Tag[]
    excludedTags: Tag[]
    /** One of the wanted words is enough. */
    isAny: boolean
    /** Names of text search configurations. */
    languages: readonly string[]
  }
  /** The actor, whose channels are searched. */
  memberId: string
  /** '' for all teams; direct and group channels are in none and always searched. */
  teamId: string
  includesArchived: boolean
  authorIds: string[] | undefined
  excludedAuthorIds: string[]
  channelNames: string[] | undefined
  excludedChannelNames: string[]
  extensions: string[] | undefined
  excludedExtensions: string[]
  days: Day[] | undefined
  excludedDays: Day[]
  since: number | undefined
  until: number | undefined
}

type Condition = RawBuilder<unknown>

/** The ids of the posts that the member may find, newest first. */
export async function findPostIds(db: Db, criteria: Criteria, page: Page): Promise<string[]> {
  const { words, join } = wordsCondition(criteria, sql`join post_words as w on w.post_id = p.id`)
  const { rows } = await sql<{ id: string }>`
    select p.id from posts as p
      join channel_members as m on m.channel_id = p.channel_id and m.user_id = ${criteria.memberId}
      join channels as c on c.id = p.channel_id ${join}
    where p.delete_at = 0 and p.type not like 'system\\_%' and p.type <> 'burn_on_read'
      and ${allOf([...words, ...placeConditions(criteria), ...rowConditions(criteria, 'p')])}
    order by p.create_at desc, p.id desc
    limit ${page.limit} offset ${page.offset}`.execute(db)
  return rows.map((row) => row.id)
}

export type FoundFile = { id: string; post_id: string }

/** The files of posts that the member may find, newest first. */
export async function findFileIds(db: Db, criteria: Criteria, page: Page): Promise<FoundFile[]> {
  const { words, join } = wordsCondition(criteria, sql`join file_words as w on w.file_id = f.id`)
  const { rows } = await sql<FoundFile>`
    select f.id, f.post_id from file_infos as f
      join posts as p on p.id = f.post_id
      join channel_members as m on m.channel_id = f.channel_id and m.user_id = ${criteria.memberId}
      join channels as c on c.id = f.channel_id ${join}
    where f.post_id <> '' and f.delete_at = 0 and p.delete_at = 0 and p.type <> 'burn_on_read'
      and ${allOf([
        ...words,
        ...placeConditions(criteria),
        ...rowConditions(criteria, 'f'),
        ...listConditions(sql`f.extension`, criteria.extensions, criteria.excludedExtensions),
      ])}
    order by f.create_at desc, f.id desc
    limit ${page.limit} offset ${page.offset}`.execute(db)
  return rows
}

function allOf(conditions: Condition[]): Condition {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
}

/** Words are joined to only where some are looked for. */
function wordsCondition(
  { words }: Criteria,
  join: Condition,
): { words: Condition[]; join: Condition } {
  const query = toTsQuery(words)
  return query ? { words: [sql`w.words @@ (${query})`], join } : { words: [], join: sql`` }
}

/** Words or hashtags, and none of what is excluded. */
function toTsQuery(words: Criteria['words']): Condition | undefined {
  const { languages, isAny } = words
  const operator = isAny ? sql` || ` : sql` && `
  const wanted = [
    words.wanted.map((word) => wordQuery(word, languages)),
    words.tags.map(tagQuery),
  ].flatMap((some) => (some.length > 0 ? sql`(${sql.join(some, operator)})` : []))
  const excluded = [
    ...words.excluded.map((word) => wordQuery(word, languages)),
    ...words.excludedTags.map(tagQuery),
  ].map((query) => sql`!!${query}`)
  const positive = wanted.length > 0 ? [sql`(${sql.join(wanted, sql` || `)})`] : []
  const parts = [...positive, ...excluded]
  return parts.length > 0 ? sql.join(parts, sql` && `) : undefined
}

/** The word itself, or the same stem in one of the languages. */
function wordQuery({ text, hasStem }: WordQuery, languages: readonly string[]): Condition {
  const stems = hasStem ? languages.map((name) => sql`to_tsquery(${name}::regconfig, ${text})`) : []
  return sql`(${sql.join([sql`to_tsquery('simple', ${text})`, ...stems], sql` || `)})`
}

function tagQuery({ text, isPrefix }: Tag): Condition {
  return sql`lower(${`'#${text}'${isPrefix ? ':*' : ''}`})::tsquery`
}

/** Which channels. */
function placeConditions(criteria: Criteria): Condition[] {
  const { teamId, includesArchived, channelNames, excludedChannelNames } = criteria
  const conditions = listConditions(sql`c.name`, channelNames, excludedChannelNames)
  if (teamId) conditions.push(sql`c.team_id in (${teamId}, '')`)
  if (!includesArchived) conditions.push(sql`c.delete_at = 0`)
  return conditions
}

/** By whom and when. */
function rowConditions(criteria: Criteria, alias: 'p' | 'f'): Condition[] {
  const createAt = sql.ref(`${alias}.create_at`)
  const { authorIds, excludedAuthorIds, days, excludedDays, since, until } = criteria
  const isOn = ({ start, end }: Day) => sql`(${createAt} >= ${start} and ${createAt} < ${end})`
  const conditions = listConditions(sql.ref(`${alias}.user_id`), authorIds, excludedAuthorIds)
  if (since !== undefined) conditions.push(sql`${createAt} >= ${since}`)
  if (until !== undefined) conditions.push(sql`${createAt} < ${until}`)
  if (days)
    conditions.push(days.length > 0 ? sql`(${sql.join(days.map(isOn), sql` or `)})` : sql`false`)
  for (const day of excludedDays) conditions.push(sql`not ${isOn(day)}`)
  return conditions
}

function listConditions(
  column: Condition,
  wanted: string[] | undefined,
  excluded: string[],
): Condition[] {
  return [
    ...(wanted ? [sql`${column} = any(${wanted}::text[])`] : []),
    ...(excluded.length > 0 ? [sql`${column} <> all(${excluded}::text[])`] : []),
  ]
}

/** Ids by user name, for those that there are. */
export async function findUserIds(db: Db, usernames: string[]): Promise<Map<string, string>> {
  if (usernames.length === 0) return new Map()
  const rows = await db
    .selectFrom('users')
    .select(['id', 'username'])
    .where('username', 'in', usernames)
    .execute()
  return new Map(rows.map((row) => [row.username, row.id]))
}

/** The languages that the index is kept in. */
export async function findLanguages(db: Db): Promise<string[]> {
  const row = await db.selectFrom('search_settings').select('languages').executeTakeFirst()
  return row?.languages ?? []
}

/** Of these names those that the database has a text search configuration for. */
export async function findConfigurations(db: Db, names: string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select cfgname::text as name from pg_ts_config
    where pg_ts_config_is_visible(oid) and cfgname = any(${names}::text[])
    order by array_position(${names}::text[], cfgname::text)`.execute(db)
  return rows.map((row) => row.name)
}

/** Whether this changed them. */
export async function updateLanguages(tx: Tx, languages: string[]): Promise<boolean> {
  const { rows } = await sql<{ id: boolean }>`
    update search_settings set languages = ${languages}::text[]
    where languages <> ${languages}::text[] returning id`.execute(tx.db)
  return rows.length > 0
}

/** What the index is made of. */
export type Indexed = 'posts' | 'files'

/**
 * Makes the words of the next rows after `after` anew, also of those that have none yet. Resolves to
 * the last id; undefined where there are no more.
 */
export async function reindexRows(
  tx: Tx,
  kind: Indexed,
  { after, limit }: { after: string; limit: number },
): Promise<string | undefined> {
  const { rows } = await (kind === 'posts'
    ? sql<{ id: string | null }>`
        with batch as (
          select id, message, hashtags, type, delete_at from posts
          where id > ${after} order by id limit ${limit}
        ), written as (
          insert into post_words (post_id, words)
          select batch.id, post_words_of(message, hashtags, languages)
          from batch cross join search_settings
          where type not like 'system\\_%' and type <> 'burn_on_read' and delete_at = 0
          on conflict (post_id) do update set words = excluded.words
        )
        select max(id) as id from batch`
    : sql<{ id: string | null }>`
        with batch as (
          select f.id, f.name, coalesce(w.content, '') as content
          from file_infos as f left join file_words as w on w.file_id = f.id
          where f.id > ${after} and f.delete_at = 0 order by f.id limit ${limit}
        ), written as (
          insert into file_words (file_id, words)
          select batch.id, search_words(name, languages) || search_words(content, languages)
          from batch cross join search_settings
          on conflict (file_id) do update set words = excluded.words
        )
        select max(id) as id from batch`
  ).execute(tx.db)
  return rows[0]?.id ?? undefined
}

type UnreadFile = { id: string; extension: string; size: number; create_at: number }

/** Files of which no text is kept, oldest first, behind the last one that was met. */
export async function findUnreadFiles(
  db: Db,
  at: { after: { create_at: number; id: string }; until: number; limit: number },
): Promise<UnreadFile[]> {
  const { rows } = await sql<UnreadFile>`
    select f.id, f.extension, f.size, f.create_at
    from file_infos as f join file_words as w on w.file_id = f.id
    where f.delete_at = 0 and w.content = '' and f.create_at <= ${at.until}
      and (f.create_at, f.id) > (${at.after.create_at}, ${at.after.id})
    order by f.create_at, f.id
    limit ${at.limit}`.execute(db)
  return rows
}

/** Keeps the text of a file; what can't be indexed as a whole throws `54000`. */
export async function updateFileContent(tx: Tx, fileId: string, content: string): Promise<void> {
  await sql`
    update file_words as w
    set content = ${content},
      words = search_words(f.name, languages) || search_words(${content}, languages)
    from search_settings, file_infos as f
    where w.file_id = ${fileId} and f.id = w.file_id`.execute(tx.db)
}
