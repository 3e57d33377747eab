import type { FileInfo } from '@redoubt/wire/files.ts'
import type { Post, PostList, PostMetadata } from '@redoubt/wire/posts.ts'
import type { Reaction } from '@redoubt/wire/reactions.ts'
import type { Db } from '#platform/db/database.ts'
import { type Neighbours, toPost, toPostList } from './lists.ts'
import type { PostRow } from './store.ts'

export type PostsWithMetadata = ReturnType<typeof postsWithMetadata>

type Deps = {
  /** Live ones, oldest first. */
  findReactions: (db: Db, postIds: string[]) => Promise<Reaction[]>
  /** Also deleted ones, in any order. */
  findFiles: (db: Db, fileIds: string[]) => Promise<FileInfo[]>
}

/**
 * Turns rows into posts with what goes along: reactions and files. It takes one query for each
 * kind that occurs in the list, and none for a kind that doesn't.
 */
export function postsWithMetadata({ findReactions, findFiles }: Deps) {
  /** In the order of the rows. */
  async function toPosts(db: Db, rows: PostRow[]): Promise<Post[]> {
    const told = rows.filter((row) => !isGone(row))
    const reacted = told.filter((row) => row.has_reactions && row.original_id === '')
    const reactions = reacted.length > 0 ? await findReactions(db, idsOf(reacted)) : []
    const fileIds = told.flatMap((row) => row.file_ids)
    const files = fileIds.length > 0 ? await findFiles(db, fileIds) : []
    const reactionsByPost = Map.groupBy(reactions, (reaction) => reaction.post_id)
    const filesById = new Map(files.map((file) => [file.id, file]))
    return rows.map((row) => ({
      ...toPost(row),
      metadata: isGone(row)
        ? {}
        : toMetadata(reactionsByPost.get(row.id) ?? [], filesOf(row, filesById)),
    }))
  }

  async function toOne(db: Db, row: PostRow): Promise<Post> {
    const [post = toPost(row)] = await toPosts(db, [row])
    return post
  }

  /** A list whose `order` is `page`, with `others` (roots, siblings) going along. */
  async function toList(
    db: Db,
    page: PostRow[],
    others: PostRow[],
    neighbours: Neighbours,
  ): Promise<PostList> {
    return toPostList(page, await toPosts(db, [...others, ...page]), neighbours)
  }

  return { toPosts, toOne, toList }
}

/** An earlier version still has the files that were taken off later. */
function filesOf(row: PostRow, filesById: Map<string, FileInfo>): FileInfo[] {
  const isVersion = row.original_id !== ''
  return row.file_ids
    .flatMap((id) => filesById.get(id) ?? [])
    .filter((file) => isVersion || file.delete_at === 0)
}

function toMetadata(reactions: Reaction[], files: FileInfo[]): PostMetadata {
  return {
    ...(reactions.length > 0 && { reactions }),
    ...(files.length > 0 && { files }),
  }
}

function isGone(row: PostRow): boolean {
  return row.delete_at > 0 && row.original_id === ''
}

function idsOf(rows: PostRow[]): string[] {
  return rows.map((row) => row.id)
}
