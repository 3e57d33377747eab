import type { Post } from '@mattermost/types/posts'
import type { Member } from './member.ts'

export type SearchOptions = {
  teamId?: string
  isOr?: boolean
  offset?: number
  page?: number
  perPage?: number
  archived?: boolean
}

/** A search as the official clients send it: in all teams unless one is named. */
export function searchPosts(member: Member, terms: string, options: SearchOptions = {}) {
  return member.client.searchPostsWithParams(options.teamId ?? '', {
    terms,
    is_or_search: options.isOr ?? false,
    time_zone_offset: options.offset ?? 0,
    page: options.page ?? 0,
    per_page: options.perPage ?? 60,
    include_deleted_channels: options.archived ?? false,
  })
}

/** The found messages in their order. */
export async function foundMessages(
  member: Member,
  terms: string,
  options: SearchOptions = {},
): Promise<string[]> {
  const list = await searchPosts(member, terms, options)
  return list.order.map((id) => (list.posts[id] as Post).message)
}
