import type { Post } from '@mattermost/types/posts'

export type Outsider = { id: string; username: string }

/** Who was mentioned without being in the channel, and could be added to it. */
export function outsidersOf({ props }: Pick<Post, 'props'>): Outsider[] {
  const { add_channel_member: told } = props
  if (typeof told !== 'object' || told === null) return []
  const { not_in_channel_user_ids: ids, not_in_channel_usernames: names } = told as Record<
    string,
    unknown
  >
  if (!Array.isArray(ids) || !Array.isArray(names)) return []
  return ids.flatMap((id: unknown, at) => {
    const username: unknown = names[at]
    return typeof id === 'string' && typeof username === 'string' ? { id, username } : []
  })
}
