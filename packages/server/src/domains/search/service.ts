import type { FileInfo } from '@redoubt/wire/files.ts'
import type { PostList } from '@redoubt/wire/posts.ts'
import type { FoundFiles, FoundPosts, Search } from '@redoubt/wire/search.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { toPage } from '#platform/http/paging.ts'
import { type ChannelNames, makeCriteria } from './criteria.ts'
import type { SearchLanguages } from './languages.ts'
import { isEmptyQuery, parseQuery } from './query.ts'
import { type Criteria, findFileIds, findPostIds } from './store.ts'

type PostRow = Awaited<ReturnType<PostsService['accessManyToRead']>>[number]

type Deps = {
  db: Db
  config: ConfigService
  teams: Pick<TeamsService, 'access'>
  posts: Pick<PostsService, 'accessManyToRead'>
  languages: SearchLanguages
  channelNames: ChannelNames
  /** Whether the administrator has switched off what costs much. */
  isBusy: () => boolean
  /** A list whose `order` is these rows, with all that goes along with them. */
  showPosts: (db: Db, rows: PostRow[]) => Promise<PostList>
  /** In any order. */
  showFiles: (db: Db, ids: string[]) => Promise<FileInfo[]>
}

type Wanted = { criteria: Criteria; page: ReturnType<typeof toPage> }

/** Finding what was said and what was shared, in the channels that the actor is in. */
export function searchService(deps: Deps) {
  const { db, config, teams, posts, languages, channelNames, isBusy } = deps
  const { showPosts, showFiles } = deps

  /** Posts of a team and direct ones, or where `teamId` is '' of all teams; newest first. */
  async function findPosts(actor: Actor, teamId: string, search: Search): Promise<FoundPosts> {
    if (!isOn('ServiceSettings.EnablePostSearch', teamId)) {
      throw new AppError('store.sql_post.search.disabled', 501)
    }
    const wanted = await toWanted(actor, teamId, search, { isLoose: false })
    const ids = wanted ? await findPostIds(db, wanted.criteria, wanted.page) : []
    const readable = await posts.accessManyToRead(actor, ids)
    const byId = new Map(readable.map((row) => [row.id, row]))
    const rows = ids.flatMap((id) => byId.get(id) ?? [])
    return { ...(await showPosts(db, rows)), matches: null }
  }

  /** Files by name and content; those of posts only. */
  async function findFiles(actor: Actor, teamId: string, search: Search): Promise<FoundFiles> {
    if (!isOn('ServiceSettings.EnableFileSearch', teamId)) {
      throw new AppError('store.sql_file_info.search.disabled', 501)
    }
    const wanted = await toWanted(actor, teamId, search, { isLoose: true })
    const found = wanted ? await findFileIds(db, wanted.criteria, wanted.page) : []
    const postIds = [...new Set(found.map((file) => file.post_id))]
    const readable = new Set((await posts.accessManyToRead(actor, postIds)).map((row) => row.id))
    const order = found.filter((file) => readable.has(file.post_id)).map((file) => file.id)
    const infos = order.length > 0 ? await showFiles(db, order) : []
    return {
      order,
      file_infos: Object.fromEntries(infos.map((info) => [info.id, info])),
      next_file_info_id: '',
      prev_file_info_id: '',
      first_inaccessible_file_time: 0,
      matches: null,
    }
  }

  function isOn(name: string, teamId: string): boolean {
    return (
      config.bool(name) && (teamId !== '' || config.bool('ServiceSettings.EnableCrossTeamSearch'))
    )
  }

  /** Undefined where there is nothing to look for. */
  async function toWanted(
    actor: Actor,
    teamId: string,
    search: Search,
    options: { isLoose: boolean },
  ): Promise<Wanted | undefined> {
    if (isBusy()) throw new AppError('api.context.server_busy.app_error', 503)
    if (teamId) await teams.access(actor, teamId, 'view_team')
    if (!search.terms) throw invalidBody('terms')
    const query = parseQuery(search.terms)
    if (isEmptyQuery(query) || config.bool('SqlSettings.DisableDatabaseSearch')) return undefined
    const criteria = await makeCriteria(db, query, {
      actor,
      teamId,
      isAny: search.is_or_search ?? false,
      includesArchived: search.include_deleted_channels ?? false,
      offsetSeconds: search.time_zone_offset ?? 0,
      languages: await languages.current(),
      channelNames,
      ...options,
    })
    const { page, per_page: perPage } = search
    return { criteria, page: toPage({ page: String(page ?? ''), per_page: String(perPage ?? '') }) }
  }

  return { findPosts, findFiles }
}
