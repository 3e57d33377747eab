import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostRow } from '#domains/posts/service.ts'
import type { Db } from '#platform/db/database.ts'
import type { Subject } from './content.ts'
import { findLiveChannels, findLivePosts, findNames } from './store.ts'

export type PostSubjects = ReturnType<typeof postSubjects>

/** Reads what there is to tell of posts, with a constant number of queries. */
export function postSubjects({ db, config }: { db: Db; config: ConfigService }) {
  /** In the order of the posts; what is deleted or archived is left out. */
  async function find(postIds: string[]): Promise<Subject[]> {
    const posts = postIds.length > 0 ? await findLivePosts(db, postIds) : []
    if (posts.length === 0) return []
    const channels = await findLiveChannels(db, [...new Set(posts.map((post) => post.channel_id))])
    const channelsById = new Map(channels.map((channel) => [channel.id, channel]))
    const groups = channels.filter(({ type }) => type === ChannelType.Group)
    const names = await findNames(db, {
      userIds: posts.map((post) => post.user_id),
      groupChannelIds: groups.map(({ id }) => id),
    })
    const namesById = new Map(names.map((named) => [named.id, named]))
    return posts.flatMap((post) => {
      const channel = channelsById.get(post.channel_id)
      const author = namesById.get(post.user_id)
      if (!channel || !author) return []
      const people = names.filter(({ channel_ids }) => channel_ids.includes(channel.id))
      return [{ post, channel, author, people, override: overrideOf(post) }]
    })
  }

  function overrideOf({ props }: PostRow): string {
    const isAllowed = config.bool('ServiceSettings.EnablePostUsernameOverride')
    const name = props.from_webhook === 'true' && isAllowed ? props.override_username : ''
    return typeof name === 'string' ? name : ''
  }

  return { find }
}
