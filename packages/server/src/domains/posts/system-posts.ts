import type { ChannelRow } from '#domains/channels/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { posted } from './events.ts'
import { insertPosts } from './insert.ts'
import { toPost } from './lists.ts'
import { uncountedTypes } from './rules.ts'

export type SystemPosts = ReturnType<typeof makeSystemPosts>

type SystemPost = { type: string; message: string; props: Record<string, unknown> }

type Deps = {
  clock: Clock
  /** The members whom a text names. */
  findNamed: (channel: ChannelRow, text: string) => Promise<{ ids: string[] }>
}

/** Of what only happened its author has seen the channel; words may come while nobody is there. */
type Effects = { mentionedIds?: string[]; isViewedByAuthor?: boolean }

/** Posts that say what happened. Clients word them by type and props; the text is a fallback. */
export function makeSystemPosts({ clock, findNamed }: Deps) {
  async function write(
    tx: Tx,
    channel: ChannelRow,
    author: UserRow,
    post: SystemPost,
    { mentionedIds = mentionedBy(post), isViewedByAuthor = true }: Effects = {},
  ): Promise<void> {
    const now = clock()
    const row = {
      ...post,
      id: newId(now),
      create_at: now,
      user_id: author.id,
      channel_id: channel.id,
      root_id: '',
      hashtags: '',
      file_ids: [],
      pending_post_id: '',
    }
    const isCounted = !uncountedTypes.has(post.type)
    const effects = { isCounted, isViewedByAuthor, mentionedIds }
    const [inserted] = await insertPosts(tx, [{ post: row, effects, tasks: [] }])
    if (!inserted) return
    const subject = { channel, senderName: 'System', setsOnline: false, mentionedIds }
    tx.emit(posted({ ...subject, post: toPost(inserted) }))
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
        message: `${editor.username} changed the channel ${noun} to: ${after[field]}`,
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
  }

  return { write, writeChannelChanges }
}

/** Whom it concerns that something happened: somebody whom others added. */
function mentionedBy({ type, props }: SystemPost): string[] {
  return type === 'system_add_to_channel' ? [String(props.addedUserId)] : []
}
