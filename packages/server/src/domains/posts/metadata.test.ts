import type { Emoji } from '@redoubt/wire/emoji.ts'
import type { FileInfo } from '@redoubt/wire/files.ts'
import type { Reaction } from '@redoubt/wire/reactions.ts'
import { describe, expect, test } from 'vitest'
import type { Db } from '#platform/db/database.ts'
import { postsWithMetadata } from './metadata.ts'
import type { PostRow } from './store.ts'

const noDb = {} as Db
const plain: PostRow = {
  id: 'plain',
  create_at: 1,
  update_at: 1,
  edit_at: 0,
  delete_at: 0,
  is_pinned: false,
  user_id: 'u',
  channel_id: 'c',
  root_id: '',
  original_id: '',
  mentioned_ids: [],
  message: '',
  type: '',
  props: {},
  hashtags: '',
  file_ids: [],
  has_reactions: false,
  pending_post_id: '',
  reply_count: 0,
  last_reply_at: 0,
  priority: {},
  has_acknowledgements: false,
}

/** Finders that count how often they are asked. */
function makeFinders() {
  const asked: string[] = []
  const withMetadata = postsWithMetadata({
    toTold: (post) => post,
    findLinks: async () => new Map(),
    findAcknowledgements: async (_db, postIds) => {
      asked.push('acknowledgements')
      const [user_id, channel_id, acknowledged_at] = ['u', 'c', 1]
      return postIds.map((post_id) => ({ post_id, user_id, channel_id, acknowledged_at }))
    },
    findEmojis: async (_db, names) => {
      asked.push('emojis')
      return names.map((name) => ({ name }) as Emoji)
    },
    viewsOf: async () => new Map(),
    findReactions: async (_db, postIds) => {
      asked.push('reactions')
      return postIds.map((post_id) => ({ post_id, emoji_name: 'tada' }) as Reaction)
    },
    findFiles: async (_db, ids) => {
      asked.push('files')
      return ids.map((id) => ({ id, delete_at: id.endsWith('gone') ? 1 : 0 }) as FileInfo)
    },
  })
  return { asked, withMetadata }
}

describe('metadata of lists', () => {
  test('MC-PERF-01 a page of 60 posts with 5 files each takes one query for each kind', async () => {
    const { asked, withMetadata } = makeFinders()
    const rows = Array.from({ length: 60 }, (_, post) => ({
      ...plain,
      id: `p${post}`,
      has_reactions: true,
      has_acknowledgements: true,
      message: ':party_parrot::tada:',
      priority: { priority: 'urgent' as const, requested_ack: true },
      file_ids: Array.from({ length: 5 }, (_, file) => `p${post}-f${file}`),
    }))

    const list = await withMetadata.toList(noDb, rows, [], { next: '', prev: '' })

    expect(asked).toEqual(['reactions', 'acknowledgements', 'files', 'emojis'])
    expect(list.posts.p7?.metadata.files?.map((file) => file.id)).toEqual(rows[7]?.file_ids)
    expect(list.posts.p7?.metadata).toMatchObject({
      reactions: [{ post_id: 'p7' }],
      acknowledgements: [{ post_id: 'p7' }],
      emojis: [{ name: 'party_parrot' }],
      priority: { priority: 'urgent', requested_ack: true, persistent_notifications: false },
    })
  })

  test('plain and deleted posts take no query at all', async () => {
    const { asked, withMetadata } = makeFinders()
    const gone = { ...plain, delete_at: 5, has_reactions: true, file_ids: ['f'] }
    const posts = await withMetadata.toPosts(noDb, [plain, gone])
    expect(asked).toEqual([])
    expect(posts.map((post) => post.metadata)).toEqual([{}, {}])
  })

  test('deleted files are shown of earlier versions only', async () => {
    const { withMetadata } = makeFinders()
    const row = { ...plain, file_ids: ['one', 'two-gone'] }
    const filesOf = async (post: PostRow) =>
      (await withMetadata.toOne(noDb, post)).metadata.files?.map((file) => file.id)
    expect(await filesOf(row)).toEqual(['one'])
    expect(await filesOf({ ...row, original_id: 'p', delete_at: 5 })).toEqual(['one', 'two-gone'])
  })
})
