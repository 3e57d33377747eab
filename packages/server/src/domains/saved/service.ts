import type { PostList } from '@redoubt/wire/posts.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import { findSavedPostIds, type SavedFilter } from './store.ts'

type Row = Awaited<ReturnType<PostsService['accessManyToRead']>>[number]

type Deps = {
  db: Db
  roles: RolesService
  posts: Pick<PostsService, 'accessManyToRead'>
  /** A list whose `order` is these rows, with all that goes along with them. */
  showPosts: (db: Db, rows: Row[], reader: Actor) => Promise<PostList>
}

/** Posts that people have saved for later: preferences of the category `flagged_post`. */
export function savedService({ db, roles, posts, showPosts }: Deps) {
  /** Newest post first, without those that the actor may not read, or no longer. */
  async function list(
    actor: Actor,
    idOrMe: string,
    filter: SavedFilter,
    page: Page,
  ): Promise<PostList> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    const ids = await findSavedPostIds(db, userId, filter, page)
    const readable = await posts.accessManyToRead(actor, ids)
    const byId = new Map(readable.map((row) => [row.id, row]))
    const rows = ids.flatMap((id) => byId.get(id) ?? [])
    return showPosts(db, rows, actor)
  }

  return { list }
}
