import type { Post } from '@mattermost/types/posts'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import fc from 'fast-check'
import { describe, expect } from 'vitest'

/** What somebody does; `at` and `of` pick a post and a person among those that there are. */
type Act = { who: number; what: (typeof acts)[number]; at: number; of: number }

const acts = [
  'post',
  'mention',
  'mentionAll',
  'urgent',
  'reply',
  'replyMention',
  'edit',
  'remove',
  'view',
  'setUnread',
  'join',
  'leave',
] as const

/** Alice, Bob and Carol stay; Dave comes and goes: whom a post finds there is his luck. */
const people = 4
const wanderer = 3

/** What was written, and by whom it mentions. */
type Written = { post: Post; mentions: ReadonlySet<string>; isUrgent: boolean }

/** A channel with what the test knows of it. */
class Scene {
  readonly written: Written[] = []
  readonly deleted = new Set<string>()
  /** Posts that were gone when the member last went back: they aren't counted again. */
  readonly skipped = new Map<string, ReadonlySet<string>>()
  readonly members: Member[]
  readonly channelId: string
  readonly isDirect: boolean

  constructor(members: Member[], channelId: string, isDirect: boolean) {
    this.members = members
    this.channelId = channelId
    this.isDirect = isDirect
  }

  member(index: number): Member {
    const member = this.members[index % this.members.length]
    if (!member) throw new Error('nobody')
    return member
  }

  /** With a root go its replies. */
  isGone(post: Post): boolean {
    return this.deleted.has(post.id) || this.deleted.has(post.root_id)
  }

  goneIds(): Set<string> {
    return new Set(
      this.written
        .map(({ post }) => post)
        .filter((post) => this.isGone(post))
        .map(({ id }) => id),
    )
  }

  pick(index: number, isWanted: (written: Written) => boolean = () => true): Post | undefined {
    const live = this.written.filter(({ post }) => !this.isGone(post)).filter(isWanted)
    return live.length > 0 ? live[index % live.length]?.post : undefined
  }
}

async function write(
  scene: Scene,
  author: Member,
  options: { mentions?: Member[]; isForAll?: boolean; isUrgent?: boolean; rootId?: string },
): Promise<void> {
  const { mentions = [], isForAll = false, isUrgent = false, rootId = '' } = options
  const names = mentions.map(({ username }) => ` @${username}`).join('')
  const post = await author.post(scene.channelId, `word${names}${isForAll ? ' @all' : ''}`, {
    root_id: rootId,
    ...(isUrgent && { metadata: { priority: { priority: 'urgent' } } }),
  } as never)
  const named = scene.isDirect || isForAll ? scene.members.slice(0, wanderer) : mentions
  const ids = new Set(named.map(({ id }) => id))
  ids.delete(author.id)
  scene.written.push({ post, mentions: ids, isUrgent })
}

async function perform(scene: Scene, { who, what, at, of }: Act): Promise<void> {
  const actor = scene.member(who)
  const isThere = (post: Post) => post.root_id === ''
  const root = scene.pick(at, ({ post }) => isThere(post))
  const other = scene.member(of % wanderer)
  const anyPost = scene.pick(at)
  const own = scene.pick(at, ({ post }) => post.user_id === actor.id)
  switch (what) {
    case 'post':
      return write(scene, actor, {})
    case 'mention':
      return write(scene, actor, { mentions: [other] })
    case 'mentionAll':
      return write(scene, actor, { isForAll: !scene.isDirect })
    case 'urgent':
      return write(scene, actor, { mentions: [other], isUrgent: true })
    case 'reply':
      return root && write(scene, actor, { rootId: root.id })
    case 'replyMention':
      return root && write(scene, actor, { rootId: root.id, mentions: [other] })
    case 'edit':
      await (own && actor.client.patchPost({ id: own.id, message: `${own.message} again` }))
      return
    case 'remove':
      if (!own) return
      await actor.client.deletePost(own.id)
      scene.deleted.add(own.id)
      return
    case 'view':
      await actor.client.viewMyChannel(scene.channelId)
      return
    case 'setUnread':
      if (!anyPost) return
      await actor.client.markPostAsUnread(actor.id, anyPost.id)
      scene.skipped.set(actor.id, scene.goneIds())
      return
    case 'join':
      if (!scene.isDirect) await actor.client.addToChannel(actor.id, scene.channelId)
      return
    case 'leave':
      if (!scene.isDirect && who % people === wanderer)
        await actor.client.removeFromChannel(actor.id, scene.channelId)
      return
  }
}

/** What the counters have to be, computed from nothing but the posts. */
function expected(scene: Scene, userId: string, lastViewedAt: number) {
  const skipped = scene.skipped.get(userId) ?? new Set()
  const later = scene.written.filter(
    ({ post }) => post.create_at > lastViewedAt && !skipped.has(post.id),
  )
  const mentions = later.filter((written) => written.mentions.has(userId))
  const roots = (all: Written[]) => all.filter(({ post }) => post.root_id === '').length
  return {
    unread: later.length,
    unread_root: roots(later),
    mention_count: mentions.length,
    mention_count_root: roots(mentions),
    urgent_mention_count: mentions.filter(({ isUrgent }) => isUrgent).length,
  }
}

async function requireExact(scene: Scene): Promise<void> {
  const [first] = scene.members
  if (!first) return
  const channel = await first.client.getChannel(scene.channelId)
  const roots = scene.written.filter(({ post }) => post.root_id === '').length
  expect(channel).toMatchObject({
    total_msg_count: scene.written.length,
    total_msg_count_root: roots,
  })
  const newest = Math.max(0, ...scene.written.map(({ post }) => post.create_at))
  expect(channel.last_post_at).toBeGreaterThanOrEqual(newest)
  for (const member of scene.members) {
    const row = await member.client.getMyChannelMember(scene.channelId).catch(() => undefined)
    if (!row) continue
    const counted = {
      unread: channel.total_msg_count - row.msg_count,
      unread_root: channel.total_msg_count_root - row.msg_count_root,
      mention_count: row.mention_count,
      mention_count_root: row.mention_count_root,
      urgent_mention_count: row.urgent_mention_count,
    }
    const wanted = expected(scene, member.id, row.last_viewed_at)
    const isWanderer = member === scene.members[wanderer]
    expect(
      isWanderer ? { unread: counted.unread, unread_root: counted.unread_root } : counted,
    ).toEqual(isWanderer ? { unread: wanted.unread, unread_root: wanted.unread_root } : wanted)
    const path = `/api/v4/users/me/channels/${scene.channelId}/unread`
    expect((await member.request('GET', path)).body).toMatchObject({
      msg_count: counted.unread,
      msg_count_root: counted.unread_root,
      mention_count: counted.mention_count,
    })
  }
}

async function withPeople(ws: TestWorkspace) {
  const { team, alice, bob } = await ws.trio()
  const carol = await ws.member('carol', team)
  const dave = await ws.member('dave', team)
  return { team, members: [alice, bob, carol, dave] }
}

async function openScenes({ team, members }: Awaited<ReturnType<typeof withPeople>>) {
  const [alice, bob] = members
  if (!alice || !bob) throw new Error('nobody')
  const name = unique('counted')
  const wanted = { team_id: team.id, name, display_name: name, type: 'O' }
  const channel = await alice.client.createChannel(wanted as never)
  for (const member of members.slice(1)) {
    await alice.client.addToChannel(member.id, channel.id)
    // Being added is a mention.
    await member.client.viewMyChannel(channel.id)
  }
  return new Scene(members, channel.id, false)
}

/** Acts that may happen at once. Deleting and going back don't mix: their order would matter. */
const anAct = (allowed: readonly (typeof acts)[number][]): fc.Arbitrary<Act> =>
  fc.record({
    who: fc.nat({ max: people - 1 }),
    what: fc.constantFrom(...allowed),
    at: fc.nat({ max: 1000 }),
    of: fc.nat({ max: people - 1 }),
  })
const aRound = fc.oneof(
  fc.array(anAct(acts.filter((what) => what !== 'remove')), { minLength: 2, maxLength: 10 }),
  fc.array(anAct(acts.filter((what) => what !== 'setUnread')), { minLength: 2, maxLength: 10 }),
)
const rounds = fc.array(aRound, { minLength: 2, maxLength: 6 })

/** A refusal is no failure: whoever has left can't write, and what is gone can't be answered. */
function tolerate(error: { status_code?: number }): void {
  if (![400, 403, 404].includes(error.status_code ?? 0)) throw error
}

describe('counters', () => {
  test('MC-UNR-06 MC-UNR-09 are those of the posts, whatever happens at once', {
    timeout: 120_000,
  }, async ({ ws }) => {
    const crew = await withPeople(ws)
    await fc.assert(
      fc.asyncProperty(rounds, async (wanted) => {
        const scene = await openScenes(crew)
        for (const round of wanted) {
          await Promise.all(round.map((act) => perform(scene, act).catch(tolerate)))
          await requireExact(scene)
        }
      }),
      { numRuns: 15, seed: 20_261_121, endOnFailure: true },
    )
  })

  test('MC-UNR-09 are those of the posts in a conversation of two', { timeout: 60_000 }, async ({
    ws,
  }) => {
    await fc.assert(
      fc.asyncProperty(rounds, async (wanted) => {
        const [alice, bob] = await Promise.all([ws.member('alice'), ws.member('bob')])
        const direct = await alice.client.createDirectChannel([alice.id, bob.id])
        const scene = new Scene([alice, bob], direct.id, true)
        for (const round of wanted) {
          await Promise.all(round.map((act) => perform(scene, act).catch(tolerate)))
          await requireExact(scene)
        }
      }),
      { numRuns: 8, seed: 20_261_121, endOnFailure: true },
    )
  })

  test('MC-UNR-04 MC-UNR-08 going back counts mentions and urgency again', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const say = (text: string, rest = {}) => alice.post(townSquare.id, text, rest as never)
    const urgent = { metadata: { priority: { priority: 'urgent' } } }
    await say(`@${bob.username} before`)
    const start = await say('start')
    const root = await say(`@${bob.username} now`, urgent)
    const reply = await say(`@${bob.username} a reply`, { root_id: root.id })
    const gone = await say(`@${bob.username} never mind`)
    const row = () => bob.client.getMyChannelMember(townSquare.id)
    expect(await row()).toMatchObject({
      mention_count: 4,
      mention_count_root: 3,
      urgent_mention_count: 1,
    })
    await alice.client.deletePost(gone.id)
    await bob.client.viewMyChannel(townSquare.id)
    expect(await row()).toMatchObject({ mention_count: 0, urgent_mention_count: 0, msg_count: 5 })
    const unread = await bob.client.markPostAsUnread(bob.id, start.id)
    const counts = {
      msg_count: 2,
      msg_count_root: 2,
      mention_count: 2,
      mention_count_root: 1,
      urgent_mention_count: 1,
      last_viewed_at: start.create_at - 1,
    }
    expect(unread).toMatchObject(counts)
    expect(await row()).toMatchObject(counts)
    // A client that knows no threads goes back to a reply: the thread is followed, no root is unread.
    await bob.client.viewMyChannel(townSquare.id)
    const path = `/api/v4/users/me/posts/${reply.id}/set_unread`
    const plain = await bob.request('POST', path, { collapsed_threads_supported: false })
    expect(plain.body).toMatchObject({ msg_count: 4, mention_count: 1, mention_count_root: 0 })
    expect((await row()).msg_count_root).toBe(4)
    const { team_id } = await bob.client.getChannel(townSquare.id)
    const thread = await bob.client.getUserThread('me', team_id, root.id)
    expect(thread).toMatchObject({ unread_replies: 1, unread_mentions: 1 })
    expect((await bob.request('POST', path)).status).toBe(200)
  })
})
