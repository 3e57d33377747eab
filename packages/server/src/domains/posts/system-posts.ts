import type { ChannelRow } from '#domains/channels/service.ts'
import type { ThreadUpkeep } from '#domains/threads/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { posted } from './events.ts'
import { insertPosts } from './insert.ts'
import { toPost } from './lists.ts'
import { burnType, uncountedTypes } from './rules.ts'
import { findPost, lockThread, type PostRow } from './store.ts'

export type SystemPosts = ReturnType<typeof makeSystemPosts>

type SystemPost = { type: string; message: string; props: Record<string, unknown> }

type Deps = {
  clock: Clock
  /** The members whom a text names. */
  findNamed: (channel: ChannelRow, text: string) => Promise<{ ids: string[] }>
  onReply: ThreadUpkeep['onReply']
}

/** Of what only happened its author has seen the channel; words may come while nobody is there. */
type Effects = { mentionedIds?: string[]; isViewedByAuthor?: boolean; root?: PostRow | undefined }

/** Posts that say what happened. Clients word them by type and props; the text is a fallback. */
export function makeSystemPosts({ clock, findNamed, onReply }: Deps) {
  async function write(
    tx: Tx,
    channel: ChannelRow,
    author: UserRow,
    post: SystemPost,
    { mentionedIds = mentionedBy(post), isViewedByAuthor = true, root: wanted }: Effects = {},
  ): Promise<void> {
    const root = wanted && (await lockThread(tx, wanted.id)) ? wanted : undefined
    const now = clock()
    const row = {
      ...post,
      id: newId(now),
      create_at: now,
      user_id: author.id,
      channel_id: channel.id,
      root_id: root?.id ?? '',
      hashtags: '',
      file_ids: [],
      pending_post_id: '',
    }
    const isCounted = !uncountedTypes.has(post.type)
    const effects = { isCounted, isViewedByAuthor: isViewedByAuthor && !root, mentionedIds }
    const [inserted] = await insertPosts(tx, [{ post: row, effects, tasks: [] }])
    if (!inserted) return
    const { followerIds, events } = await tellThread(tx, channel, inserted, { mentionedIds, root })
    const subject = { channel, senderName: 'System', setsOnline: false, mentionedIds, followerIds }
    tx.emit(posted({ ...subject, post: toPost(inserted) }))
    for (const event of events) tx.emit(event)
  }

  async function tellThread(
    tx: Tx,
    channel: ChannelRow,
    reply: PostRow,
    { mentionedIds, root }: { mentionedIds: string[]; root: PostRow | undefined },
  ): Promise<{ followerIds: string[]; events: DomainEvent[] }> {
    if (!root) return { followerIds: [], events: [] }
    return onReply(tx, { root, reply, channel, mentionedIds, rootMentionedIds: [] })
  }

  /** The post that begins a thread of the channel; undefined for whatever else the id names. */
  async function rootIn(db: Db, channelId: string, postId: string): Promise<PostRow | undefined> {
    const post = await findPost(db, postId)
    if (post?.channel_id !== channelId || post.root_id !== '' || post.delete_at > 0)
      return undefined
    return post.type === burnType ? undefined : post
  }

  /** Says which of a channel's visible texts were changed. */
  async function writeChannelChanges(
    tx: Tx,
    { before, after, editor }: { before: ChannelRow; after: ChannelRow; editor: UserRow },
  ): Promise<void> {
    const changes = [
      {
        field: 'display_name',
        type: 'system_displayname_change',
        key: 'displayname',
        noun: 'name',
      },
      { field: 'header', type: 'system_header_change', key: 'header', noun: 'header' },
      { field: 'purpose', type: 'system_purpose_change', key: 'purpose', noun: 'purpose' },
    ] as const
    for (const { field, type, key, noun } of changes) {
      if (before[field] === after[field]) continue
      const post = {
        type,
        message: `${editor.username} ${toChange(noun, before[field], after[field])}`,
        props: {
          username: editor.username,
          [`old_${key}`]: before[field],
          [`new_${key}`]: after[field],
        },
      }
      const { ids } = await findNamed(after, after[field])
      const mentionedIds = ids.filter((id) => id !== editor.id)
      await write(tx, after, editor, post, { mentionedIds })
    }
    if (before.autotranslation === after.autotranslation) return
    const enabled = after.autotranslation
    await write(tx, after, editor, {
      type: 'system_autotranslation',
      message: `${editor.username} turned automatic translation ${enabled ? 'on' : 'off'}.`,
      props: { username: editor.username, enabled },
    })
  }

  return { write, writeChannelChanges, rootIn }
}

function toChange(noun: string, before: string, after: string): string {
  if (after === '') return `removed the channel ${noun}, which was: ${before}`
  return before === ''
    ? `set the channel ${noun} to: ${after}`
    : `changed the channel ${noun} from: ${before} to: ${after}`
}

/** Whom it concerns that something happened: somebody whom others added. */
function mentionedBy({ type, props }: SystemPost): string[] {
  return type === 'system_add_to_channel' ? [String(props.addedUserId)] : []
}
