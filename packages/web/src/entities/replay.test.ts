import type { Post, PostList } from '@mattermost/types/posts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withChannels, withMembers, withMyChannels } from './channels.ts'
import { type Entities, NOTHING } from './entities.ts'
import { type Frame, needsOf, withFrame } from './frames.ts'
import { ModelServer } from './model-server.ts'
import {
  isLoaded,
  timelineOf,
  windowIds,
  withMissed,
  withOffline,
  withOnline,
  withPage,
  withPosts,
} from './posts.ts'
import { reactionsOf } from './reactions.ts'
import { collapsing, makeUser } from './testing.ts'
import { withThread } from './threads.ts'
import { unreadOf } from './unread.ts'
import { withConfig, withMe } from './users.ts'

const CHANNELS = ['a', 'b']

/** A client as `realtime/` drives it: frames in turn, each with what it asks for. */
class Client {
  state: Entities
  readonly #server: ModelServer
  readonly #answers: (() => void)[] = []
  /** Threads asked for, each with the epoch of the connection. */
  readonly #threads = new Set<string>()
  #heard = 0

  constructor(server: ModelServer) {
    this.#server = server
    const config = collapsing(server.isCollapsed)
    this.state = withMe(withConfig(NOTHING, config), makeUser({ id: 'me' }))
  }

  /** After a break the frames that were not heard follow, or else are lost for good. */
  reconnect(isResumed: boolean): void {
    this.state = withOffline(this.state, 1)
    if (!isResumed) {
      this.#heard = this.#server.frames.length
      this.#resync()
    }
    this.state = withOnline(this.state)
  }

  #resync(): void {
    const channels = this.#server.myChannels()
    this.state = withMyChannels(this.state, channels, this.#server.myMembers())
  }

  hear(count: number): void {
    for (const frame of this.#server.frames.slice(this.#heard, this.#heard + count)) {
      this.hearFrame(frame)
      this.#heard += 1
    }
  }

  hearFrame(frame: Frame): void {
    const needs = needsOf(this.state, frame)
    this.state = withFrame(this.state, frame, 0)
    for (const need of needs) {
      if (need.kind === 'channel') this.#fetchChannel(need.id)
      if (need.kind === 'post') this.#fetchPost(need.id)
    }
  }

  #fetchPost(id: string): void {
    const post = this.#server.post(id)
    if (post) this.state = withPosts(this.state, [post])
  }

  #fetchChannel(id: string): void {
    const channel = this.#server.channel(id)
    const member = this.#server.member(id)
    if (channel && member) this.state = withMembers(withChannels(this.state, [channel]), [member])
  }

  /** Asks now; the answer waits for its turn. */
  ask(channelId: string): void {
    const epoch = this.state.connection.epoch
    const timeline = timelineOf(this.state, channelId)
    const page = this.#server.page(channelId, 3)
    const isCatchingUp = isLoaded(timeline) && timeline.missedSince > 0
    const missed = this.#server.since(channelId, timeline.missedSince)
    this.#answers.push(() => {
      this.state = isCatchingUp
        ? withMissed(this.state, channelId, missed, epoch)
        : withPage(this.state, channelId, page, epoch)
    })
  }

  /** Opens one of the threads that are shown. */
  openThread(index: number): void {
    const roots = CHANNELS.flatMap((id) => this.shown(id)).filter((post) => post.root_id === '')
    const root = roots[index % Math.max(1, roots.length)]
    if (root) this.askThread(root.id)
  }

  askThread(rootId: string): void {
    const key = `${rootId} ${this.state.connection.epoch}`
    if (this.#threads.has(key)) return
    this.#threads.add(key)
    const thread = this.#server.thread(rootId)
    this.#answers.push(() => {
      this.state = withThread(this.state, rootId, thread)
    })
  }

  /** The posts of a channel that a person sees. */
  shown(channelId: string): Post[] {
    return windowIds(timelineOf(this.state, channelId), this.state.posts)
      .flatMap((id) => this.state.posts.get(id) ?? [])
      .filter((post) => !(this.#server.isCollapsed && post.root_id))
  }

  replies(rootId: string): (string | undefined)[] {
    return (this.state.replies.get(rootId) ?? []).map((id) => this.state.posts.get(id)?.message)
  }

  askOlder(channelId: string): void {
    const [oldest] = this.shown(channelId)
    if (!oldest) return
    const page: PostList = this.#server.page(channelId, 3, oldest.create_at)
    const epoch = this.state.connection.epoch
    this.#answers.push(() => {
      this.state = withPage(this.state, channelId, page, epoch)
    })
  }

  answer(index: number): void {
    const [answer] = this.#answers.splice(index % Math.max(1, this.#answers.length), 1)
    answer?.()
  }

  settle(): void {
    this.hear(Infinity)
    while (this.#answers.length > 0) this.answer(0)
    for (const id of CHANNELS) this.#readWhole(id)
    const roots = CHANNELS.flatMap((id) => this.shown(id)).filter((post) => post.root_id === '')
    for (const root of roots) this.askThread(root.id)
    while (this.#answers.length > 0) this.answer(0)
  }

  #readWhole(channelId: string): void {
    do {
      this.ask(channelId)
      this.answer(0)
    } while (timelineOf(this.state, channelId).missedSince > 0)
    for (let turn = 0; turn < 100 && timelineOf(this.state, channelId).from > 0; turn += 1) {
      this.askOlder(channelId)
      this.answer(0)
    }
  }
}

/** What a person would see. */
function visible(client: Client) {
  const { state } = client
  return [...state.members.keys()].sort().map((id) => {
    const channel = state.channels.get(id)
    const member = state.members.get(id)
    return {
      id,
      name: channel?.display_name,
      total: channel?.total_msg_count,
      unread: unreadOf(state, id),
      lastViewedAt: member?.last_viewed_at,
      posts: client.shown(id).map((post) => ({
        message: post.message,
        replyCount: post.reply_count,
        lastReplyAt: post.last_reply_at ?? 0,
        replies: client.replies(post.id),
        reactions: reactionsOf(post).map((one) => `${one.user_id} ${one.emoji_name}`),
      })),
    }
  })
}

function freshClient(server: ModelServer): Client {
  const client = new Client(server)
  client.reconnect(false)
  return client
}

const channelId = fc.constantFrom(...CHANNELS)
const index = fc.nat(30)

const serverStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        channelId,
        byMe: fc.boolean(),
        mentionsMe: fc.boolean(),
        isJoin: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
        replyTo: fc.integer({ min: -6, max: 6 }),
      })
      .map((writing) => (server: ModelServer) => server.write(writing)),
  },
  index.map((at) => (server: ModelServer) => server.edit(at)),
  index.map((at) => (server: ModelServer) => server.delete(at)),
  index.map((at) => (server: ModelServer) => server.markUnread(at)),
  fc.record({ at: index, userId: fc.constantFrom('me', 'other') }).map(
    ({ at, userId }) =>
      (server: ModelServer) =>
        server.toggleReaction(at, userId),
  ),
  channelId.map((id) => (server: ModelServer) => server.view(id)),
  channelId.map((id) => (server: ModelServer) => server.rename(id)),
  channelId.map((id) => (server: ModelServer) => server.toggleMembership(id)),
)

const clientStep = fc.oneof(
  { weight: 3, arbitrary: index.map((count) => (client: Client) => client.hear(count % 4)) },
  { weight: 2, arbitrary: index.map((at) => (client: Client) => client.answer(at)) },
  channelId.map((id) => (client: Client) => client.ask(id)),
  channelId.map((id) => (client: Client) => client.askOlder(id)),
  index.map((at) => (client: Client) => client.openThread(at)),
)

const reconnect = fc.boolean().map((isResumed) => (client: Client) => client.reconnect(isResumed))

type Step = (server: ModelServer, client: Client) => void
const onServer = serverStep.map(
  (run): Step =>
    (server) =>
      run(server),
)
const onClient = clientStep.map(
  (run): Step =>
    (_, client) =>
      run(client),
)
const onSocket = reconnect.map(
  (run): Step =>
    (_, client) =>
      run(client),
)

describe.each([
  { title: 'replay', isCollapsed: false },
  { title: 'replay with collapsed threads', isCollapsed: true },
])('$title', ({ isCollapsed }) => {
  test('frames in turn and answers at any time end as a fresh fetch', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(onServer, onClient), { maxLength: 60 }), (steps) => {
        const server = new ModelServer(CHANNELS, isCollapsed)
        const client = freshClient(server)
        for (const step of steps) step(server, client)
        client.settle()

        const fresh = freshClient(server)
        fresh.settle()
        expect(visible(client)).toEqual(visible(fresh))
      }),
      { numRuns: 400 },
    )
  })

  test('so do breaks of the socket that lose frames', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(onServer, onClient, onSocket), { maxLength: 60 }), (steps) => {
        const server = new ModelServer(CHANNELS, isCollapsed)
        const client = freshClient(server)
        for (const step of steps) step(server, client)
        client.reconnect(true)
        client.settle()

        const fresh = freshClient(server)
        fresh.settle()
        expect(visible(client)).toEqual(visible(fresh))
      }),
      { numRuns: 400 },
    )
  })

  test('frames in any order, lost and doubled, are mended by a resync', () => {
    const run = fc.record({
      steps: fc.array(serverStep, { maxLength: 30 }),
      told: fc.array(index, { maxLength: 60 }),
    })
    fc.assert(
      fc.property(run, ({ steps, told }) => {
        const server = new ModelServer(CHANNELS, isCollapsed)
        const client = freshClient(server)
        for (const step of steps) step(server)
        for (const at of told) {
          const frame = server.frames[at]
          if (frame) client.hearFrame(frame)
        }
        client.reconnect(false)
        client.settle()

        const fresh = freshClient(server)
        fresh.settle()
        expect(visible(client)).toEqual(visible(fresh))
      }),
      { numRuns: 400 },
    )
  })
})
