import type { Selectable } from 'kysely'
import { AppError } from '#platform/app-error.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import { violatedConstraint } from '#platform/db/pg-errors.ts'
import type { Tables } from '#platform/db/tables.gen.ts'
import type { Page } from '#platform/http/paging.ts'

export type EmojiRow = Selectable<Tables['emojis']>

/** Throws 400 where the name is taken. */
export async function insertEmoji(tx: Tx, emoji: EmojiRow): Promise<void> {
  try {
    await tx.db.insertInto('emojis').values(emoji).execute()
  } catch (error) {
    if (violatedConstraint(error) !== 'emojis_name_key') throw error
    throw new AppError('api.emoji.create.duplicate.app_error', 400, { cause: error })
  }
}

/** Deletes softly, so that the name is free again; false where somebody else just did. */
export async function deleteEmoji(tx: Tx, id: string, now: number): Promise<boolean> {
  const row = await tx.db
    .updateTable('emojis')
    .set({ delete_at: now, update_at: now })
    .where('id', '=', id)
    .where('delete_at', '=', 0)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export function findEmoji(db: Db, id: string): Promise<EmojiRow | undefined> {
  return live(db).where('id', '=', id).executeTakeFirst()
}

/** Those that exist, by name. */
export function findEmojisByNames(db: Db, names: string[]): Promise<EmojiRow[]> {
  return live(db).where('name', 'in', names).orderBy('name').execute()
}

/** A page of all, by name or in the order in which they were added. */
export function findEmojis(db: Db, order: 'name' | 'id', page: Page): Promise<EmojiRow[]> {
  return live(db).orderBy(order).limit(page.limit).offset(page.offset).execute()
}

/** Those whose name begins with the term, or contains it, by name. */
export function searchEmojis(
  db: Db,
  term: string,
  { isPrefix, limit }: { isPrefix: boolean; limit: number },
): Promise<EmojiRow[]> {
  const literal = term.replace(/[\\%_]/g, '\\$&')
  const pattern = isPrefix ? `${literal}%` : `%${literal}%`
  return live(db).where('name', 'like', pattern).orderBy('name').limit(limit).execute()
}

function live(db: Db) {
  return db.selectFrom('emojis').selectAll().where('delete_at', '=', 0)
}
