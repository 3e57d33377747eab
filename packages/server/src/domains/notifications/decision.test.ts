import { describe, expect, test } from 'vitest'
import { decide, type Facts } from './decision.ts'

type Case = {
  post?: Partial<Facts['post']>
  user?: Record<string, string>
  member?: Record<string, string>
} & Partial<Omit<Facts, 'post' | 'user' | 'member'>>

const defaults = {
  push: 'mention',
  push_status: 'online',
  push_threads: 'all',
  email: 'true',
  email_threads: 'all',
}
const memberDefaults = { push: 'default', email: 'default', mark_unread: 'all' }

/** Somebody with everything as it is at first, who is offline; what the case says is otherwise. */
function decided({ post, user, member, ...rest }: Case): string {
  const { push, mail } = decide({
    post: { isSystem: false, isReply: false, isForced: false, isInGroupChannel: false, ...post },
    user: { ...defaults, ...user },
    member: { ...memberDefaults, ...member },
    isBot: false,
    isMailable: true,
    mention: undefined,
    isFollowing: false,
    isCollapsing: true,
    status: 'offline',
    isLooking: false,
    ...rest,
  })
  return [push && 'push', mail && 'mail'].filter(Boolean).join(' ')
}

const keyword = { mention: 'keyword' } as const
const dm = { mention: 'dm' } as const
const gm = { mention: 'gm', post: { isInGroupChannel: true } } as const
const reply = { post: { isReply: true } }
const followed = { ...reply, isFollowing: true }

describe('MC-NOT-01 who is told of a post by which medium', () => {
  test.for<[string, Case, string]>([
    ['nobody of what does not concern them', {}, ''],
    ['whom it mentions', keyword, 'push mail'],
    ['whom a group mentions', { mention: 'group' }, 'push mail'],
    ['whom the channel mentions', { mention: 'channel' }, 'push mail'],
    ['to whom it is said', dm, 'push mail'],
    ['a group channel', gm, 'push mail'],
    ['a group channel by mentions of its own', { ...gm, member: { push: 'mention' } }, 'mail'],
    [
      'a group channel by mentions of its own, with one',
      { ...gm, mention: 'keyword', member: { push: 'mention' } },
      'push mail',
    ],
    ['a group channel, by no push', { ...gm, user: { push: 'none' } }, 'mail'],
    ['a commenter', { mention: 'comment', ...reply, isCollapsing: false }, 'push mail'],
    ['a taker-part', { mention: 'thread', ...reply, isCollapsing: false }, 'push mail'],
    // Levels.
    ['who wants all', { user: { push: 'all' } }, 'push'],
    ['who wants all of the channel', { member: { push: 'all' } }, 'push'],
    [
      'who wants all but of the channel',
      { user: { push: 'all' }, member: { push: 'mention' } },
      '',
    ],
    ['who wants nothing', { ...keyword, user: { push: 'none' } }, 'mail'],
    ['who wants nothing of the channel', { ...keyword, member: { push: 'none' } }, 'mail'],
    [
      'who wants nothing but of the channel',
      { ...keyword, user: { push: 'none' }, member: { push: 'mention' } },
      'push mail',
    ],
    [
      'who wants all, of what is no message',
      { user: { push: 'all' }, post: { isSystem: true } },
      '',
    ],
    ['whom what is no message mentions', { ...keyword, post: { isSystem: true } }, 'mail'],
    // Muted.
    ['who has muted the channel', { ...keyword, member: { mark_unread: 'mention' } }, ''],
    ['who has muted the talk', { ...dm, member: { mark_unread: 'mention' } }, ''],
    [
      'who wants all and has muted',
      { user: { push: 'all' }, member: { mark_unread: 'mention' } },
      '',
    ],
    // Status.
    ['who is online', { ...keyword, status: 'online' }, 'push'],
    ['who is away', { ...keyword, status: 'away' }, 'push mail'],
    ['who must not be disturbed', { ...keyword, status: 'dnd' }, ''],
    ['who is out of office', { ...keyword, status: 'ooo' }, ''],
    ['who is looking', { ...keyword, status: 'online', isLooking: true }, ''],
    ['when away, online', { ...keyword, user: { push_status: 'away' }, status: 'online' }, ''],
    ['when away, away', { ...keyword, user: { push_status: 'away' }, status: 'away' }, 'push mail'],
    ['when away, offline', { ...keyword, user: { push_status: 'away' } }, 'push mail'],
    [
      'when offline, online',
      { ...keyword, user: { push_status: 'offline' }, status: 'online' },
      '',
    ],
    [
      'when offline, away',
      { ...keyword, user: { push_status: 'offline' }, status: 'away' },
      'mail',
    ],
    ['when offline, offline', { ...keyword, user: { push_status: 'offline' } }, 'push mail'],
    // Threads.
    ['who follows', followed, 'push mail'],
    ['who follows no more', reply, ''],
    ['who follows, in the channel', { ...followed, isCollapsing: false }, ''],
    ['who follows and wants mentions', { ...followed, user: { push_threads: 'mention' } }, 'mail'],
    ['who follows and wants nothing', { ...followed, user: { push_threads: 'none' } }, 'mail'],
    [
      'who follows and wants nothing of the channel’s threads',
      { ...followed, member: { push_threads: 'none' } },
      'mail',
    ],
    [
      'whom a reply mentions',
      { ...followed, ...keyword, user: { push_threads: 'mention', email_threads: 'mention' } },
      'push mail',
    ],
    ['who follows without mail', { ...followed, user: { email_threads: 'mention' } }, 'push'],
    ['who wants all, of a reply', { ...reply, user: { push: 'all' } }, ''],
    [
      'who wants all, of a reply in the channel',
      { ...reply, user: { push: 'all' }, isCollapsing: false },
      'push',
    ],
    ['who follows and has no pushes', { ...followed, user: { push: 'none' } }, 'mail'],
    [
      'who follows and looks at the channel',
      { ...followed, isLooking: true, status: 'online' },
      'push',
    ],
    ['who follows and has muted', { ...followed, member: { mark_unread: 'mention' } }, ''],
    ['who follows and must not be disturbed', { ...followed, status: 'dnd' }, ''],
    // Mail.
    ['who wants no mail', { ...keyword, user: { email: 'false' } }, 'push'],
    ['who wants no mail of the channel', { ...keyword, member: { email: 'false' } }, 'push'],
    [
      'who wants mail of the channel alone',
      { ...keyword, user: { email: 'false' }, member: { email: 'true' } },
      'push mail',
    ],
    [
      'who wants no mail of the channel, of a reply',
      { ...followed, member: { email: 'false' } },
      'push mail',
    ],
    ['whom no mail reaches', { ...keyword, isMailable: false }, 'push'],
    // Programs, and what overrides all.
    ['a program', { ...keyword, isBot: true }, ''],
    [
      'whoever is to notice it',
      {
        post: { isForced: true },
        user: { push: 'none', email: 'false' },
        member: { mark_unread: 'mention' },
        status: 'dnd',
      },
      'push',
    ],
    ['a program that is to notice it', { post: { isForced: true }, isBot: true }, ''],
  ])('%s', ([, given, expected]) => {
    expect(decided(given)).toBe(expected)
  })
})
