import { createHmac } from 'node:crypto'
import type {
  ImportDirectPost,
  ImportPost,
  ImportReply,
  ImportThreadFollower,
} from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import type { Directory } from './directory.ts'
import { LineError } from './lines.ts'
import type { ImportRules } from './rules.ts'

/** A message with everything that it names found. */
export type PreparedPost = {
  /** Follows from channel, author, time and text, so that a repeated import finds its own posts. */
  id: string
  /** The prepared id of the root; '' for a root. */
  rootId: string
  channel_id: string
  user_id: string
  wish: number
  message: string
  type: string
  props: Record<string, unknown>
  edit_at: number
  is_pinned: boolean
  flaggedBy: string[]
  /** Who follows the thread, apart from those who write in it. */
  followers: { user_id: string; last_view_at: number | null; unread_mentions: number }[]
  reactions: { user_id: string; emoji_name: string; create_at: number }[]
  /** As the line has them. */
  attachments: unknown[]
}

type Deps = {
  clock: Clock
  rules: ImportRules
  directory: Directory
  /** Keeps ids from telling whoever sees one what the message might say. */
  idKey: Buffer
}

/** A clock that is a little ahead is no reason to refuse what was just written. */
const toleranceMs = 60_000
const maxEmojis = 500

/** Finds what the lines of messages name, and refuses what can't be kept. */
export function preparePosts({ clock, rules, directory, idKey }: Deps) {
  function makeId(channelId: string, userId: string, said: ImportReply, rootId: string): string {
    const key = [channelId, userId, rootId, said.create_at, said.message].join('\n')
    const digest = createHmac('sha256', idKey).update(key).digest()
    return newId(said.create_at, digest.subarray(0, 16))
  }

  /** A post and its replies. Throws a LineError for what can't be kept. */
  async function prepare(line: ImportPost): Promise<PreparedPost[]> {
    return prepareIn(await directory.channelId(line.team, line.channel), line)
  }

  /** The same for a direct post, in the channel that its people share. */
  async function prepareDirect(line: ImportDirectPost): Promise<PreparedPost[]> {
    const { name } = await directory.direct(line.channel_members)
    const channelId = await directory.directChannelId(name)
    if (!channelId) {
      throw new LineError('These people have no direct channel: name it in an earlier line.')
    }
    return prepareIn(channelId, line)
  }

  async function prepareIn(
    channelId: string,
    line: ImportReply & { replies?: ImportReply[]; thread_followers?: ImportThreadFollower[] },
  ): Promise<PreparedPost[]> {
    const followers = await prepareFollowers(line.thread_followers ?? [])
    const root = { ...(await prepareOne(channelId, line)), followers }
    const replies: PreparedPost[] = []
    for (const reply of line.replies ?? []) {
      const prepared = await prepareOne(channelId, reply, root)
      replies.push({ ...prepared, wish: Math.max(prepared.wish, root.wish) })
    }
    return [root, ...replies.sort((one, other) => one.wish - other.wish)]
  }

  async function prepareFollowers(
    followers: ImportThreadFollower[],
  ): Promise<PreparedPost['followers']> {
    const prepared: PreparedPost['followers'] = []
    for (const { user, last_viewed, unread_mentions } of followers) {
      prepared.push({
        user_id: await directory.userId(user),
        last_view_at: last_viewed ?? null,
        unread_mentions: unread_mentions ?? 0,
      })
    }
    return prepared
  }

  async function prepareOne(
    channelId: string,
    said: ImportReply,
    root?: PreparedPost,
  ): Promise<PreparedPost> {
    if (said.create_at > clock() + toleranceMs) {
      throw new LineError(`create_at ${said.create_at} lies in the future.`)
    }
    rules.posts.requireValidMessage(said.message)
    const userId = await directory.userId(said.user)
    return {
      id: makeId(channelId, userId, said, root?.id ?? ''),
      rootId: root?.id ?? '',
      channel_id: channelId,
      user_id: userId,
      wish: said.create_at,
      message: said.message,
      type: said.type ?? '',
      props: rules.posts.toOwnProps(said.props),
      edit_at: said.edit_at ?? 0,
      is_pinned: said.is_pinned ?? false,
      flaggedBy: await directory.userIds(said.flagged_by ?? []),
      followers: [],
      reactions: await prepareReactions(said),
      attachments: said.attachments ?? [],
    }
  }

  async function prepareReactions(said: ImportReply): Promise<PreparedPost['reactions']> {
    const reactions = new Map<string, PreparedPost['reactions'][number]>()
    for (const { user, emoji_name, create_at } of said.reactions ?? []) {
      const userId = await directory.userId(user)
      reactions.set(`${userId}:${emoji_name}`, { user_id: userId, emoji_name, create_at })
    }
    const all = [...reactions.values()]
    if (new Set(all.map((reaction) => reaction.emoji_name)).size > maxEmojis) {
      throw new LineError(`A message has at most ${maxEmojis} different reactions.`)
    }
    return all
  }

  return { prepare, prepareDirect }
}
