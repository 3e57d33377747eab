import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import fc from 'fast-check'
import { expect } from 'vitest'
import { withMyChannels } from './channels.ts'
import { type Entities, NOTHING } from './entities.ts'
import { type Frame, withFrame } from './frames.ts'
import { withPage } from './posts.ts'
import { withConfig, withMe } from './users.ts'

/** What a client fetches at its start. */
async function fetchAll(member: Member, channelIds: string[]): Promise<Entities> {
  const { client } = member
  // Whether threads are collapsed decides what counts as seen.
  const configured = withConfig(NOTHING, await client.getClientConfig())
  let state = withMe(configured, await client.getMe())
  const channels = await client.getAllTeamsChannels()
  state = withMyChannels(state, channels, await client.getAllChannelsMembers('me', -1))
  for (const id of channelIds) {
    state = withPage(state, id, await client.getPosts(id, 0, 200), state.connection.epoch)
  }
  return state
}

/** The parts of a state that reader and counters depend on. */
function essence(state: Entities, channelIds: string[]) {
  return channelIds.map((id) => {
    const { total_msg_count, total_msg_count_root, last_post_at, header } =
      state.channels.get(id) ?? {}
    const member = state.members.get(id)
    const posts = [...state.posts.values()]
      .filter((post) => post.channel_id === id && post.delete_at === 0 && post.original_id === '')
      .map(({ id: postId, message, edit_at, is_pinned, root_id }) => ({
        postId,
        message,
        edit_at,
        is_pinned,
        root_id,
      }))
      .sort((one, other) => (one.postId < other.postId ? -1 : 1))
    return {
      channel: { total_msg_count, total_msg_count_root, last_post_at, header },
      counters: member && {
        msg_count: member.msg_count,
        msg_count_root: member.msg_count_root,
        mention_count: member.mention_count,
        notify_props: member.notify_props,
      },
      posts,
    }
  })
}

const kinds = [
  'post',
  'mention',
  'reply',
  'edit',
  'delete',
  'pin',
  'view',
  'unread',
  'mute',
  'header',
] as const

type Step = { who: 0 | 1; where: 0 | 1; kind: (typeof kinds)[number]; which: number }

const steps = fc.array(
  fc.record<Step>({
    who: fc.constantFrom(0, 1),
    where: fc.constantFrom(0, 1),
    kind: fc.constantFrom(...kinds),
    which: fc.nat(50),
  }),
  { minLength: 10, maxLength: 30 },
)

/** Does one thing; what isn't allowed (others' posts) simply doesn't happen. */
async function act(step: Step, who: Member, other: Member, channelId: string): Promise<void> {
  const { client } = who
  const list = await client.getPosts(channelId, 0, 60)
  const posts = list.order.flatMap((id) => list.posts[id] ?? [])
  const own = posts.filter((post) => post.user_id === who.id && post.type === '')
  const chosen = own[step.which % Math.max(own.length, 1)]
  const root = posts.find((post) => post.root_id === '' && post.type === '')
  switch (step.kind) {
    case 'post':
      return void (await who.post(channelId, `text ${step.which}`))
    case 'mention':
      return void (await who.post(channelId, `@${other.username} look`))
    case 'reply':
      return void (root && (await who.post(channelId, 'reply', { root_id: root.id })))
    case 'edit':
      return void (
        chosen && (await client.patchPost({ id: chosen.id, message: `edit ${step.which}` }))
      )
    case 'delete':
      return void (chosen && (await client.deletePost(chosen.id)))
    case 'pin':
      return void (chosen && (await client.pinPost(chosen.id)))
    case 'view':
      return void (await client.viewMyChannel(channelId))
    case 'unread':
      return void (root && (await client.markPostAsUnread(who.id, root.id)))
    case 'mute':
      return void (await client.updateChannelNotifyProps({
        channel_id: channelId,
        user_id: who.id,
        mark_unread: step.which % 2 ? 'mention' : 'all',
      } as never))
    case 'header':
      return void (await client.patchChannel(channelId, { header: `header ${step.which}` }))
  }
}

test('frames of the real server over a stale state end as a fresh fetch', {
  timeout: 60_000,
}, async ({ ws }) => {
  await fc.assert(
    fc.asyncProperty(steps, async (run) => {
      const { team, alice, bob } = await ws.trio()
      const channels = await Promise.all(
        ['town-square', 'off-topic'].map((name) => alice.client.getChannelByName(team.id, name)),
      )
      const ids = channels.map((channel) => channel.id)
      using hears = await bob.socket()
      let state = await fetchAll(bob, ids)
      // Two at a time, so that events of both meet.
      for (let at = 0; at < run.length; at += 2) {
        await Promise.all(
          run.slice(at, at + 2).map((step) => {
            const [who, other] = step.who === 0 ? [alice, bob] : [bob, alice]
            return act(step, who, other, ids[step.where] ?? '').catch(() => undefined)
          }),
        )
      }
      for (const id of ids) await alice.post(id, 'the end')
      for (const id of ids) {
        await hears.until(
          'posted',
          (frame) =>
            frame.broadcast.channel_id === id && String(frame.data.post).includes('the end'),
        )
      }
      for (const frame of hears.heard) state = withFrame(state, frame as unknown as Frame, 0)
      expect(essence(state, ids)).toEqual(essence(await fetchAll(bob, ids), ids))
    }),
    { numRuns: 8 },
  )
})
