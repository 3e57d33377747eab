import { describe, expect, test } from 'vitest'
import { type Case, decide } from './decide.ts'

const plain: Case = {
  post: { isMine: false, isSystem: false, isReply: false, isForced: false },
  mentionsMe: false,
  isFollowed: false,
  channel: { type: 'O', isArchived: false, props: {} },
  user: {},
  status: 'online',
  isCollapsed: false,
  isLookedAt: false,
}
const mention: Partial<Case> = { mentionsMe: true }
const reply = { ...plain.post, isReply: true }
const channel = (props: Case['channel']['props'], type = 'O') => ({
  channel: { type, isArchived: false, props },
})

describe('a new post is told on the desktop', () => {
  const shown: [string, Partial<Case>][] = [
    ['when it speaks to me', mention],
    ['when I want to hear everything', { user: { desktop: 'all' } }],
    ['when I want to hear everything of this channel', channel({ desktop: 'all' })],
    [
      'when the channel wants mentions, though I want nothing',
      { ...mention, user: { desktop: 'none' }, ...channel({ desktop: 'mention' }) },
    ],
    ['in a direct message', channel({}, 'D')],
    ['in a group, where mentions mean everything', channel({}, 'G')],
    ['when I am away', { ...mention, status: 'away' }],
    ['when I am offline', { ...mention, status: 'offline' }],
    ['in a thread that I follow', { post: reply, isCollapsed: true, isFollowed: true }],
    ['in a thread that speaks to me', { ...mention, post: reply, isCollapsed: true }],
    [
      'in a followed thread of a channel that tells all of threads',
      {
        post: reply,
        isCollapsed: true,
        isFollowed: true,
        user: { desktop_threads: 'mention' },
        ...channel({ desktop_threads: 'all' }),
      },
    ],
    [
      'as a reply like any other, where threads are not apart',
      { post: reply, user: { desktop: 'all' } },
    ],
    [
      'when it was asked for by force, even for own and system posts',
      { post: { isMine: true, isSystem: true, isReply: false, isForced: true } },
    ],
  ]
  test.each(shown)('%s', (_, given) => {
    expect(decide({ ...plain, ...given })).toEqual({ isShown: true, hasSound: true })
  })
})

describe('a new post is not told', () => {
  const silent: [string, Partial<Case>][] = [
    ['when it speaks to others', {}],
    ['when I wrote it', { ...mention, post: { ...plain.post, isMine: true } }],
    ['when it is a system message', { ...mention, post: { ...plain.post, isSystem: true } }],
    ['when I want no disturbance', { ...mention, status: 'dnd' }],
    ['when I am out of office', { ...mention, status: 'ooo' }],
    ['when I look at it', { ...mention, isLookedAt: true }],
    ['when I want nothing', { ...mention, user: { desktop: 'none' } }],
    ['when I want nothing of this channel', { ...mention, ...channel({ desktop: 'none' }) }],
    ['when the channel is muted', { ...mention, ...channel({ mark_unread: 'mention' }) }],
    [
      'when the channel is muted, though it tells everything',
      { ...mention, ...channel({ mark_unread: 'mention', desktop: 'all' }) },
    ],
    ['in a muted direct message', channel({ mark_unread: 'mention' }, 'D')],
    [
      'when the channel is archived',
      { ...mention, channel: { type: 'O', isArchived: true, props: {} } },
    ],
    ['in a group of which I want mentions only', channel({ desktop: 'mention' }, 'G')],
    [
      'in a thread that I do not follow, even if I want everything',
      { post: reply, isCollapsed: true, user: { desktop: 'all' } },
    ],
    [
      'in a followed thread, when I want mentions only',
      { post: reply, isCollapsed: true, isFollowed: true, user: { desktop_threads: 'mention' } },
    ],
    [
      'in a thread that speaks to me, when I want nothing of threads',
      { ...mention, post: reply, isCollapsed: true, user: { desktop_threads: 'none' } },
    ],
    [
      'by force, when I want no disturbance',
      { status: 'dnd', post: { ...plain.post, isForced: true } },
    ],
  ]
  test.each(silent)('%s', (_, given) => {
    expect(decide({ ...plain, ...given })).toEqual({ isShown: false, hasSound: false })
  })
})

describe('the sound', () => {
  const table: [
    Case['user']['desktop_sound'],
    Case['channel']['props']['desktop_sound'],
    boolean,
  ][] = [
    [undefined, undefined, true],
    ['true', 'default', true],
    ['false', 'default', false],
    ['false', 'on', true],
    ['true', 'off', false],
  ]
  test.each(table)('account %s, channel %s: %s', (own, there, expected) => {
    const given = {
      ...plain,
      ...mention,
      user: own ? { desktop_sound: own } : {},
      ...channel(there ? { desktop_sound: there } : {}),
    }
    expect(decide(given)).toEqual({ isShown: true, hasSound: expected })
  })
})
