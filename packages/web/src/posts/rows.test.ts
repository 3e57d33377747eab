import { describe, expect, test } from 'vitest'
import { makePost } from '#web/entities/testing.ts'
import { makeRows } from './rows.ts'

const DAY = 86_400_000
const NOON = Date.UTC(2026, 0, 5, 12)

const nothing = {
  posts: [],
  pending: [],
  myId: 'me',
  newSince: Infinity,
  isBeginning: false,
  dayOf: (time: number) => String(Math.floor(time / DAY)),
}

function kinds(given: Partial<Parameters<typeof makeRows>[0]>): string[] {
  return makeRows({ ...nothing, ...given }).map((row) =>
    'isFirst' in row ? `${row.kind}${row.isFirst ? ' with name' : ''}` : row.kind,
  )
}

function postAt(time: number, given = {}) {
  return makePost({ id: `p${time}`, create_at: time, user_id: 'ada', ...given })
}

describe('rows of a conversation', () => {
  test('a date stands before the first post of each day', () => {
    const posts = [postAt(NOON), postAt(NOON + 1_000), postAt(NOON + DAY)]
    expect(kinds({ posts })).toEqual(['date', 'post with name', 'post', 'date', 'post with name'])
  })

  test('posts of one author stand under one name for five minutes', () => {
    const posts = [postAt(NOON), postAt(NOON + 299_000), postAt(NOON + 600_000)]
    expect(kinds({ posts })).toEqual(['date', 'post with name', 'post', 'post with name'])
  })

  test('another author and a system message end a group', () => {
    const posts = [
      postAt(NOON),
      postAt(NOON + 1, { user_id: 'bob' }),
      postAt(NOON + 2, { user_id: 'bob', type: 'system_header_change' }),
      postAt(NOON + 3, { user_id: 'bob' }),
    ]
    expect(kinds({ posts })).toEqual([
      'date',
      'post with name',
      'post with name',
      'post with name',
      'post with name',
    ])
  })

  test('the line of new messages stands before the first unseen message of somebody else', () => {
    const posts = [
      postAt(NOON, { type: 'system_join_channel' }),
      postAt(NOON + 1, { user_id: 'me' }),
      postAt(NOON + 2),
    ]
    expect(kinds({ posts, newSince: NOON - 1 })).toEqual([
      'date',
      'post with name',
      'post with name',
      'new',
      'post with name',
    ])
  })

  test('comings and goings that follow each other are one row', () => {
    const joined = { type: 'system_join_channel' } as const
    const posts = [
      postAt(NOON, joined),
      postAt(NOON + 1, joined),
      postAt(NOON + 2, { ...joined, type: 'system_leave_channel' }),
      postAt(NOON + 3),
      postAt(NOON + 4, joined),
    ]
    expect(kinds({ posts })).toEqual(['date', 'activity', 'post with name', 'post with name'])
    const [, row] = makeRows({ ...nothing, posts })
    expect(row).toMatchObject({ key: `p${NOON}`, postIds: posts.slice(0, 3).map(({ id }) => id) })
  })

  test('programs that speak as many are told apart', () => {
    const from = (override_username: string) => ({ props: { override_username } })
    const posts = [
      postAt(NOON, from('A')),
      postAt(NOON + 1, from('A')),
      postAt(NOON + 2, from('B')),
    ]
    expect(kinds({ posts })).toEqual(['date', 'post with name', 'post', 'post with name'])
  })

  test('messages on their way come last, under the name of their author', () => {
    const posts = [postAt(NOON, { user_id: 'me' })]
    const pending = [
      {
        id: 'me:1',
        channelId: 'c',
        rootId: '',
        files: [],
        message: 'hi',
        createAt: NOON + 5,
        state: 'waiting',
        reason: '',
      },
    ] as const
    expect(kinds({ posts, pending })).toEqual(['date', 'post with name', 'pending'])
  })

  test('a message keeps its key when it has arrived', () => {
    const [, row] = makeRows({ ...nothing, posts: [postAt(NOON, { pending_post_id: 'me:1' })] })
    expect(row?.key).toBe('me:1')
  })

  test('the beginning of a channel is shown once all is loaded', () => {
    expect(kinds({ isBeginning: true })).toEqual(['beginning'])
  })
})
