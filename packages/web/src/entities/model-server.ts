import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import type { Post, PostList } from '@mattermost/types/posts'
import type { Frame } from './frames.ts'
import { makeChannel, makeFrame, makeMember, makePost, makePostList } from './testing.ts'

type Writing = { channelId: string; byMe: boolean; mentionsMe: boolean; isJoin: boolean }

/**
 * The server's rules about posts and counters (spec 11, 14) as seen by the user `me`: small enough
 * to be right by reading, for tests that compare the client with it.
 */
export class ModelServer {
  /** Frames for `me`, in the order of the socket. */
  readonly frames: Frame[] = []
  #time = 1_000_000
  #channels = new Map<string, ServerChannel>()
  #members = new Map<string, ChannelMembership>()
  #posts: Post[] = []

  constructor(channelIds: readonly string[]) {
    for (const id of channelIds) {
      this.#channels.set(id, makeChannel({ id }))
      this.#members.set(id, makeMember({ channel_id: id }))
    }
  }

  write({ channelId, byMe, mentionsMe, isJoin }: Writing): void {
    const channel = this.#channels.get(channelId)
    if (!channel || (byMe && !this.#members.has(channelId))) return
    const at = this.#tick()
    const post = makePost({
      id: `post${at}`,
      channel_id: channelId,
      user_id: byMe ? 'me' : 'other',
      create_at: at,
      type: isJoin ? 'system_join_channel' : '',
    })
    this.#posts.push(post)
    const one = isJoin ? 0 : 1
    channel.last_post_at = channel.last_root_post_at = at
    channel.total_msg_count += one
    channel.total_msg_count_root += one
    const isMention = mentionsMe && !byMe && !isJoin
    const member = this.#members.get(channelId)
    if (member && isMention) {
      member.mention_count += 1
      member.mention_count_root += 1
      member.last_update_at = at
    }
    if (byMe) this.#see(channelId)
    this.#tell(
      makeFrame(
        'posted',
        {
          channel_type: 'O',
          channel_display_name: '',
          channel_name: '',
          sender_name: '',
          team_id: 'team',
          set_online: true,
          post: JSON.stringify(post),
          ...(isMention && { mentions: '["me"]' }),
        },
        { channel_id: channelId },
      ),
    )
  }

  edit(index: number): void {
    const post = this.#livePost(index)
    if (!post) return
    post.edit_at = post.update_at = this.#tick()
    post.message = `edited at ${post.edit_at}`
    const data = { post: JSON.stringify(post) }
    this.#tell(makeFrame('post_edited', data, { channel_id: post.channel_id }))
  }

  delete(index: number): void {
    const post = this.#livePost(index)
    if (!post) return
    const data = { post: JSON.stringify(post) }
    post.delete_at = post.update_at = this.#tick()
    post.message = ''
    this.#tell(makeFrame('post_deleted', data, { channel_id: post.channel_id }))
  }

  view(channelId: string): void {
    const member = this.#members.get(channelId)
    if (!member) return
    this.#tick()
    this.#see(channelId)
    const data = { channel_times: { [channelId]: member.last_viewed_at } }
    this.#tell(makeFrame('multiple_channels_viewed', data, { user_id: 'me' }))
  }

  markUnread(index: number): void {
    const post = this.#livePost(index)
    const member = post && this.#members.get(post.channel_id)
    const channel = post && this.#channels.get(post.channel_id)
    if (!member || !channel) return
    const later = this.#posts.filter(
      (one) =>
        one.channel_id === post.channel_id &&
        one.create_at >= post.create_at &&
        one.delete_at === 0 &&
        one.type === '',
    ).length
    member.last_viewed_at = post.create_at - 1
    member.last_update_at = this.#tick()
    member.msg_count = member.msg_count_root = channel.total_msg_count - later
    member.mention_count = member.mention_count_root = 0
    this.#tell(
      makeFrame('post_unread', { ...member, post_id: post.id }, { channel_id: channel.id }),
    )
  }

  rename(channelId: string): void {
    const channel = this.#channels.get(channelId)
    if (!channel || !this.#members.has(channelId)) return
    channel.update_at = this.#tick()
    channel.display_name = `renamed at ${channel.update_at}`
    const data = { channel: JSON.stringify(channel) }
    this.#tell(makeFrame('channel_updated', data, { channel_id: channelId }))
  }

  toggleMembership(channelId: string): void {
    const at = this.#tick()
    if (this.#members.delete(channelId)) {
      const data = { channel_id: channelId, remover_id: 'other' }
      this.frames.push(makeFrame('user_removed', data, { user_id: 'me' }))
      return
    }
    const total = this.#channels.get(channelId)?.total_msg_count ?? 0
    this.#members.set(
      channelId,
      makeMember({
        channel_id: channelId,
        last_update_at: at,
        last_viewed_at: at,
        msg_count: total,
        msg_count_root: total,
      }),
    )
    const data = { user_id: 'me', team_id: 'team' }
    this.#tell(makeFrame('user_added', data, { channel_id: channelId }))
  }

  channel(id: string): ServerChannel | undefined {
    return this.#members.has(id) ? structuredClone(this.#channels.get(id)) : undefined
  }

  member(id: string): ChannelMembership | undefined {
    return structuredClone(this.#members.get(id))
  }

  myChannels(): ServerChannel[] {
    return [...this.#members.keys()].flatMap((id) => this.channel(id) ?? [])
  }

  myMembers(): ChannelMembership[] {
    return structuredClone([...this.#members.values()])
  }

  page(channelId: string, perPage: number, before = Infinity): PostList {
    const live = this.#posts.filter((post) => post.channel_id === channelId && !post.delete_at)
    const older = live.filter((post) => post.create_at < before)
    const page = older.slice(-perPage)
    return structuredClone(
      makePostList(page, {
        prev_post_id: older.at(-perPage - 1)?.id ?? '',
        next_post_id: live[older.length]?.id ?? '',
      }),
    )
  }

  since(channelId: string, time: number): PostList {
    const changed = (post: Post) => post.channel_id === channelId && post.update_at > time
    return structuredClone(makePostList(this.#posts.filter(changed)))
  }

  #tick(): number {
    this.#time += 1
    return this.#time
  }

  #livePost(index: number): Post | undefined {
    const live = this.#posts.filter((post) => post.delete_at === 0)
    return live[index % Math.max(1, live.length)]
  }

  #see(channelId: string): void {
    const channel = this.#channels.get(channelId)
    const member = this.#members.get(channelId)
    if (!channel || !member) return
    member.msg_count = Math.max(member.msg_count, channel.total_msg_count)
    member.msg_count_root = Math.max(member.msg_count_root, channel.total_msg_count_root)
    member.mention_count = member.mention_count_root = 0
    member.last_viewed_at = Math.max(member.last_viewed_at, channel.last_post_at)
    member.last_update_at = Math.max(member.last_update_at, channel.last_post_at)
  }

  #tell(frame: Frame): void {
    const channelId = frame.broadcast.channel_id
    if (channelId === '' || this.#members.has(channelId)) this.frames.push(frame)
  }
}
