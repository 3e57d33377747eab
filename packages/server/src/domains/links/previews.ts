import type { Post } from '@redoubt/wire/posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { PostRow, PostsService } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import { findPreviewReaders } from './store.ts'

export type Previews = ReturnType<typeof makePreviews>

type Deps = {
  db: Db
  posts: Pick<PostsService, 'accessManyToRead'>
  channels: Pick<ChannelsService, 'accessToRead'>
  teams: Pick<TeamsService, 'access'>
  /** Without previews of their own: they nest no deeper. */
  showPosts: (rows: PostRow[]) => Promise<Post[]>
  isConnected: (userId: string) => boolean
}

/** Posts as they are shown below a message that links to them. */
export function makePreviews({ db, posts, channels, teams, showPosts, isConnected }: Deps) {
  /** Of these posts those that the reader may read, by their ids. */
  async function forReader(
    reader: Actor,
    postIds: string[],
  ): Promise<Map<string, Record<string, unknown>>> {
    const rows = (await posts.accessManyToRead(reader, postIds)).filter(isPreviewed)
    if (rows.length === 0) return new Map()
    const shown = await showPosts(rows)
    const channelIds = [...new Set(rows.map((row) => row.channel_id))]
    const found = await Promise.all(channelIds.map((id) => channels.accessToRead(reader, id)))
    const teamIds = [...new Set(found.flatMap(({ team_id }) => team_id || []))]
    const names = new Map(await Promise.all(teamIds.map((id) => nameOf(reader, id))))
    const byId = new Map(found.map((channel) => [channel.id, channel]))
    return new Map(
      shown.map((post) => {
        const channel = byId.get(post.channel_id)
        const data = {
          post_id: post.id,
          post,
          team_name: names.get(channel?.team_id ?? '') ?? '',
          channel_display_name: channel?.display_name ?? '',
          channel_type: channel?.type ?? '',
          channel_id: post.channel_id,
        }
        return [post.id, data] as const
      }),
    )
  }

  async function nameOf(reader: Actor, teamId: string): Promise<[string, string]> {
    const team = await teams.access(reader, teamId, 'view_team').catch(() => undefined)
    return [teamId, team?.name ?? '']
  }

  /** Those who are there, see the channel, and may read the post that is linked to in it. */
  async function readersIn(channelId: string, postId: string): Promise<string[]> {
    return (await findPreviewReaders(db, channelId, postId)).filter(isConnected)
  }

  return { forReader, readersIn }
}

function isPreviewed(row: PostRow): boolean {
  return row.type !== 'burn_on_read'
}
