import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import type { Post, PostList } from '@mattermost/types/posts'
import type { Frame } from './frames.ts'
import { makeChannel, makeFrame, makeMember, makePost, makePostList } from './testing.ts'

type Writing = {
  channelId: string
  byMe: boolean
  mentionsMe: boolean
  isJoin: boolean
  /** Which of the roots it answers to; negative for none. */
  replyTo: number
}

/**
 * The server's rules about posts, threads, reactions and counters (spec 11, 14, 17, 18) as seen by the user `me`: small enough
 * to be right by reading, for tests that compare the client with it.
 */
export class ModelServer {
  /** Frames for `me`, in the order of the socket. */
  readonly frames: Frame[] = []
  #time = 1_000_000
  #channels = new Map<string, ServerChannel>()
  #members = new Map<string, ChannelMembership>()
  #posts: Post[] = []

  readonly isCollapsed: boolean

  constructor(channelIds: readonly string[], isCollapsed: boolean) {
    this.isCollapsed = isCollapsed
    for (const id of channelIds) {
      this.#channels.set(id, makeChannel({ id }))
      this.#members.set(id, makeMember({ channel_id: id }))
    }
  }

  write({ channelId, byMe, mentionsMe, isJoin, replyTo }: Writing): void {
    const channel = this.#channels.get(channelId)
    if (!channel || (byMe && !this.#members.has(channelId))) return
    const at = this.#tick()
    const root = isJoin || replyTo < 0 ? undefined : this.#liveRoot(channelId, replyTo)
    const post = makePost({
      id: `post${at}`,
      channel_id: channelId,
      user_id: byMe ? 'me' : 'other',
      create_at: at,
      root_id: root?.id ?? '',
      type: isJoin ? 'system_join_channel' : '',
    })
    this.#posts.push(post)
    const one = isJoin ? 0 : 1
    channel.last_post_at = at
    channel.total_msg_count += one
    if (root) {
      root.reply_count += 1
      root.last_reply_at = root.update_at = at
    } else {
      channel.last_root_post_at = at
      channel.total_msg_count_root += one
    }
    const isMention = mentionsMe && !byMe && !isJoin
    const member = this.#members.get(channelId)
    if (member && isMention) {
      member.mention_count += 1
      if (!root) member.mention_count_root += 1
      member.last_update_at = at
    }
    if (byMe && !(root && this.isCollapsed)) this.#see(channelId)
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
    const at = this.#tick()
    const replies = this.#posts.filter((one) => one.root_id === post.id && one.delete_at === 0)
    for (const gone of [post, ...replies]) {
      gone.delete_at = gone.update_at = at
      gone.message = ''
    }
    this.#recount(post.root_id, at)
    this.#tell(makeFrame('post_deleted', data, { channel_id: post.channel_id }))
  }

  /** Adds a reaction, or takes it back. */
  toggleReaction(index: number, userId: string): void {
    const post = this.#livePost(index)
    if (!post) return
    const at = this.#tick()
    const before = post.metadata.reactions ?? []
    const mine = before.find((one) => one.user_id === userId)
    const reaction = mine ?? {
      user_id: userId,
      post_id: post.id,
      emoji_name: 'tada',
      create_at: at,
    }
    const others = before.filter((one) => one !== mine)
    post.metadata = { ...post.metadata, reactions: mine ? others : [...others, reaction] }
    post.update_at = at
    const data = { reaction: JSON.stringify({ ...reaction, update_at: at }) }
    const event = mine ? 'reaction_removed' : 'reaction_added'
    this.#tell(makeFrame(event, data, { channel_id: post.channel_id }))
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
    )
    const roots = later.filter((one) => one.root_id === '')
    member.last_viewed_at = post.create_at - 1
    member.last_update_at = this.#tick()
    member.msg_count = channel.total_msg_count - later.length
    member.msg_count_root = channel.total_msg_count_root - roots.length
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
    const channel = this.#channels.get(channelId)
    this.#members.set(
      channelId,
      makeMember({
        channel_id: channelId,
        last_update_at: at,
        last_viewed_at: at,
        msg_count: channel?.total_msg_count ?? 0,
        msg_count_root: channel?.total_msg_count_root ?? 0,
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
    const isShown = (post: Post) => !(this.isCollapsed && post.root_id)
    const live = this.#posts.filter(
      (post) => post.channel_id === channelId && !post.delete_at && isShown(post),
    )
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

  thread(rootId: string): PostList {
    const isOfThread = (post: Post) => post.id === rootId || post.root_id === rootId
    const live = this.#posts.filter((post) => isOfThread(post) && post.delete_at === 0)
    return structuredClone(makePostList(live))
  }

  /** Undefined for a deleted post. */
  post(id: string): Post | undefined {
    return structuredClone(this.#posts.find((post) => post.id === id && post.delete_at === 0))
  }

  #tick(): number {
    this.#time += 1
    return this.#time
  }

  #livePost(index: number): Post | undefined {
    const live = this.#posts.filter((post) => post.delete_at === 0)
    return live[index % Math.max(1, live.length)]
  }

  #liveRoot(channelId: string, index: number): Post | undefined {
    const roots = this.#posts.filter(
      (post) =>
        post.channel_id === channelId && !post.delete_at && post.root_id === '' && post.type === '',
    )
    return roots[index % Math.max(1, roots.length)]
  }

  #recount(rootId: string, at: number): void {
    const root = this.#posts.find((post) => post.id === rootId)
    if (!root) return
    const replies = this.#posts.filter((post) => post.root_id === rootId && post.delete_at === 0)
    root.reply_count = replies.length
    root.last_reply_at = replies.at(-1)?.create_at ?? 0
    root.update_at = at
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
