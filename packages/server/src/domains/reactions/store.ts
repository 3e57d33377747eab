import type { Reaction } from '@redoubt/wire/reactions.ts'
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/database.ts'

export type ReactionKey = Pick<Reaction, 'post_id' | 'user_id' | 'emoji_name'>

/** The live reactions of posts, oldest first. */
export function findReactionsByPosts(db: Db, postIds: string[]): Promise<Reaction[]> {
  return db
    .selectFrom('reactions')
    .selectAll()
    .where('post_id', 'in', postIds)
    .where('delete_at', '=', 0)
    .orderBy('create_at')
    .orderBy('emoji_name')
    .orderBy('user_id')
    .execute()
}

/** A live reaction. */
export function findReaction(db: Db, key: ReactionKey): Promise<Reaction | undefined> {
  return db
    .selectFrom('reactions')
    .selectAll()
    .where('post_id', '=', key.post_id)
    .where('user_id', '=', key.user_id)
    .where('emoji_name', '=', key.emoji_name)
    .where('delete_at', '=', 0)
    .executeTakeFirst()
}

/**
 * Adds a reaction, or revives a removed one; a revived one keeps its `create_at`, lists are ordered
 * by it. Resolves to undefined where it is there already, and where its emoji would be one more
 * than `maxEmojis` different ones. Exact only while the post is held.
 */
export async function insertReaction(
  tx: Tx,
  { now, ...row }: ReactionKey & { channel_id: string; now: number },
  maxEmojis: number,
): Promise<Reaction | undefined> {
  const { rows } = await sql<Reaction>`
    insert into reactions (post_id, user_id, emoji_name, channel_id, create_at, update_at)
    select ${row.post_id}, ${row.user_id}, ${row.emoji_name}, ${row.channel_id}, ${now}, ${now}
    where exists (select from reactions where post_id = ${row.post_id} and delete_at = 0
                    and emoji_name = ${row.emoji_name})
      or (select count(distinct emoji_name) from reactions
          where post_id = ${row.post_id} and delete_at = 0) < ${maxEmojis}
    on conflict (post_id, user_id, emoji_name) do update
      set update_at = excluded.update_at, delete_at = 0, channel_id = excluded.channel_id
      where reactions.delete_at > 0
    returning *`.execute(tx.db)
  return rows[0]
}

/** Removes a reaction, softly; resolves to undefined where there is none. */
export function deleteReaction(
  tx: Tx,
  key: ReactionKey,
  now: number,
): Promise<Reaction | undefined> {
  return tx.db
    .updateTable('reactions')
    .set({ update_at: now, delete_at: now })
    .where('post_id', '=', key.post_id)
    .where('user_id', '=', key.user_id)
    .where('emoji_name', '=', key.emoji_name)
    .where('delete_at', '=', 0)
    .returningAll()
    .executeTakeFirst()
}

/** Whether anybody reacts to the post. */
export async function hasReactions(db: Db, postId: string): Promise<boolean> {
  const row = await db
    .selectFrom('reactions')
    .select('post_id')
    .where('post_id', '=', postId)
    .where('delete_at', '=', 0)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Removes every reaction with an emoji, softly, and notes it on the posts. These are held first, as
 * by everybody who changes a post's reactions.
 */
export async function deleteReactionsOfEmoji(
  tx: Tx,
  emojiName: string,
  now: number,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from posts
    where id in (select post_id from reactions where emoji_name = ${emojiName} and delete_at = 0)
    order by id for update`.execute(tx.db)
  if (rows.length === 0) return
  await tx.db
    .updateTable('reactions')
    .set({ update_at: now, delete_at: now })
    .where('emoji_name', '=', emojiName)
    .where('delete_at', '=', 0)
    .execute()
  await sql`
    update posts
    set update_at = greatest(update_at + 1, ${now}),
        has_reactions = exists (
          select from reactions where post_id = posts.id and delete_at = 0)
    where id = any(${rows.map(({ id }) => id)})`.execute(tx.db)
}
