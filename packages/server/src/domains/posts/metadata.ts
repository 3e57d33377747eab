import type { Emoji } from '@redoubt/wire/emoji.ts'
import type { FileInfo } from '@redoubt/wire/files.ts'
import type { Acknowledgement, Post, PostList, PostMetadata } from '@redoubt/wire/posts.ts'
import type { Reaction } from '@redoubt/wire/reactions.ts'
import type { BurnContents, BurnView } from '#domains/burn-on-read/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { findEmojiNames } from './emoji-names.ts'
import { type Neighbours, toPost, toPostList } from './lists.ts'
import { burnType } from './rules.ts'
import type { PostRow } from './store.ts'

export type PostsWithMetadata = ReturnType<typeof postsWithMetadata>

type Deps = {
  /** Live ones, oldest first. */
  findReactions: (db: Db, postIds: string[]) => Promise<Reaction[]>
  /** Also deleted ones, in any order. */
  findFiles: (db: Db, fileIds: string[]) => Promise<FileInfo[]>
  /** What the posts link to; previews of other posts only as far as the reader may read them. */
  findLinks: (
    db: Db,
    rows: PostRow[],
    reader: Actor | undefined,
  ) => Promise<Map<string, Pick<PostMetadata, 'embeds' | 'images'>>>
  /** Oldest first. */
  findAcknowledgements: (db: Db, postIds: string[]) => Promise<Acknowledgement[]>
  findEmojis: (db: Db, names: string[]) => Promise<Emoji[]>
  /** What the reader sees of posts whose content is kept apart. */
  viewsOf: BurnContents['viewsOf']
  /** Leads pictures to where readers fetch them. */
  toTold: (post: Post) => Post
}

/** Everything that was looked up for a list of posts. */
type Found = {
  reactions: Map<string, Reaction[]>
  acknowledgements: Map<string, Acknowledgement[]>
  files: Map<string, FileInfo>
  emojis: Map<string, Emoji>
  links: Map<string, Pick<PostMetadata, 'embeds' | 'images'>>
  views: Views
}

type Views = Map<string, BurnView | undefined>

/**
 * Turns rows into posts with what goes along: reactions, files and more. It takes one query for each
 * kind that occurs in the list, and none for a kind that doesn't.
 */
export function postsWithMetadata(deps: Deps) {
  const { findReactions, findFiles, findLinks, toTold } = deps
  const { findAcknowledgements, findEmojis, viewsOf } = deps

  /**
   * In the order of the rows, without those that have burned for the reader. Without a reader: what
   * everybody in the channel may see.
   */
  async function toPosts(db: Db, rows: PostRow[], reader?: Actor): Promise<Post[]> {
    const views = await findViews(db, rows, reader)
    const seen = views.size > 0 ? rows.flatMap((row) => asSeen(row, views)) : rows
    const found = { views, ...(await findAll(db, seen, reader)) }
    return seen.map((row) =>
      toTold({ ...toPost(row), metadata: isGone(row) ? {} : toMetadata(row, found) }),
    )
  }

  async function findViews(db: Db, rows: PostRow[], reader: Actor | undefined): Promise<Views> {
    const burning = rows.filter((row) => row.type === burnType && !isGone(row))
    return reader && burning.length > 0 ? viewsOf(db, burning, reader) : new Map()
  }

  async function findAll(
    db: Db,
    rows: PostRow[],
    reader: Actor | undefined,
  ): Promise<Omit<Found, 'views'>> {
    const told = rows.filter((row) => !isGone(row))
    const present = told.filter((row) => row.original_id === '')
    const reactions = await ifAny(
      present.filter((row) => row.has_reactions).map((row) => row.id),
      (ids) => findReactions(db, ids),
    )
    const acknowledgements = await ifAny(
      present.filter((row) => row.has_acknowledgements).map((row) => row.id),
      (ids) => findAcknowledgements(db, ids),
    )
    const files = await ifAny(
      told.flatMap((row) => row.file_ids),
      (ids) => findFiles(db, ids),
    )
    const reactionsByPost = Map.groupBy(reactions, (reaction) => reaction.post_id)
    const emojis = await ifAny(
      told.flatMap((row) => findEmojiNames(row, reactionsByPost.get(row.id) ?? [])),
      (names) => findEmojis(db, [...new Set(names)]),
    )
    return {
      reactions: reactionsByPost,
      acknowledgements: Map.groupBy(acknowledgements, (it) => it.post_id),
      files: new Map(files.map((file) => [file.id, file])),
      emojis: new Map(emojis.map((emoji) => [emoji.name, emoji])),
      links: await findLinks(db, told, reader),
    }
  }

  async function toOne(db: Db, row: PostRow, reader?: Actor): Promise<Post> {
    const [post = toPost(row)] = await toPosts(db, [row], reader)
    return post
  }

  /** A list whose `order` is `page`, with `others` (roots, siblings) going along. */
  async function toList(
    db: Db,
    page: PostRow[],
    others: PostRow[],
    neighbours: Neighbours,
    reader?: Actor,
  ): Promise<PostList> {
    return toPostList(page, await toPosts(db, [...others, ...page], reader), neighbours)
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

function toMetadata(row: PostRow, found: Found): PostMetadata {
  const isPresent = row.original_id === ''
  const reactions = isPresent ? (found.reactions.get(row.id) ?? []) : []
  const acknowledgements = isPresent ? (found.acknowledgements.get(row.id) ?? []) : []
  const files = filesOf(row, found.files)
  const emojis = findEmojiNames(row, reactions).flatMap((name) => found.emojis.get(name) ?? [])
  const view = found.views.get(row.id)
  return {
    ...found.links.get(row.id),
    ...(emojis.length > 0 && { emojis }),
    ...(files.length > 0 && { files }),
    ...(reactions.length > 0 && { reactions }),
    ...toPriority(row),
    ...(acknowledgements.length > 0 && { acknowledgements }),
    ...(view?.expire_at !== undefined && { expire_at: view.expire_at }),
    ...(view?.recipients && { recipients: view.recipients }),
  }
}

function toPriority({ priority }: PostRow): Pick<PostMetadata, 'priority'> {
  if (priority.priority === undefined) return {}
  const { requested_ack = false, persistent_notifications = false } = priority
  return { priority: { priority: priority.priority, requested_ack, persistent_notifications } }
}

/** The row with what the reader may know; nothing where it has burned for them. */
function asSeen(row: PostRow, views: Views): PostRow[] {
  if (!views.has(row.id)) return [row]
  const view = views.get(row.id)
  return view ? [{ ...row, message: view.message, file_ids: view.file_ids }] : []
}

async function ifAny<Key, Thing>(
  keys: Key[],
  find: (keys: Key[]) => Promise<Thing[]>,
): Promise<Thing[]> {
  return keys.length > 0 ? find(keys) : []
}

function isGone(row: PostRow): boolean {
  return row.delete_at > 0 && row.original_id === ''
}
