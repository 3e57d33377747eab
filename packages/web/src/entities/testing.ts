import type { ChannelMembership, ServerChannel } from '@mattermost/types/channels'
import type { ClientConfig } from '@mattermost/types/config'
import type { Post, PostList } from '@mattermost/types/posts'
import type { UserProfile } from '@mattermost/types/users'
import type { Frame } from './frames.ts'

/** A configuration with threads apart from their channels, or not. The type is an enum's. */
export function collapsing(isOn: boolean): Partial<ClientConfig> {
  const CollapsedThreads = isOn ? 'always_on' : 'disabled'
  return { CollapsedThreads } as Partial<ClientConfig>
}

/** A user as the wire shows one, for tests. */
export function makeUser(given: Partial<UserProfile> & { id: string }): UserProfile {
  return {
    create_at: 1,
    update_at: 1,
    delete_at: 0,
    username: given.id,
    password: '',
    auth_service: '',
    email: '',
    nickname: '',
    first_name: '',
    last_name: '',
    position: '',
    roles: 'system_user',
    props: {},
    notify_props: {} as UserProfile['notify_props'],
    last_password_update: 0,
    last_picture_update: 0,
    locale: 'en',
    mfa_active: false,
    last_activity_at: 0,
    is_bot: false,
    bot_description: '',
    terms_of_service_id: '',
    terms_of_service_create_at: 0,
    ...given,
  }
}

/** A channel as the wire shows one, for tests. */
export function makeChannel(given: Partial<ServerChannel> & { id: string }): ServerChannel {
  return {
    create_at: 1,
    update_at: 1,
    delete_at: 0,
    team_id: 'team',
    type: 'O',
    display_name: given.id,
    name: given.id,
    header: '',
    purpose: '',
    last_post_at: 0,
    last_root_post_at: 0,
    creator_id: '',
    scheme_id: '',
    group_constrained: false,
    total_msg_count: 0,
    total_msg_count_root: 0,
    ...given,
  }
}

/** A membership as the wire shows one, for tests. */
export function makeMember(
  given: Partial<ChannelMembership> & { channel_id: string },
): ChannelMembership {
  return {
    user_id: 'me',
    roles: 'channel_user',
    last_viewed_at: 0,
    msg_count: 0,
    msg_count_root: 0,
    mention_count: 0,
    mention_count_root: 0,
    urgent_mention_count: 0,
    notify_props: {},
    last_update_at: 0,
    scheme_user: true,
    scheme_admin: false,
    ...given,
  }
}

/** A post as the wire shows one, for tests. */
export function makePost(given: Partial<Post> & { id: string }): Post {
  return {
    create_at: 1,
    update_at: given.create_at ?? 1,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: 'other',
    channel_id: 'channel',
    root_id: '',
    original_id: '',
    message: given.id,
    type: '',
    props: {},
    hashtags: '',
    pending_post_id: '',
    reply_count: 0,
    metadata: { embeds: [], emojis: [], files: [], images: {} },
    ...given,
  }
}

/** A list of posts, given oldest first. */
export function makePostList(posts: readonly Post[], cursors: Partial<PostList> = {}): PostList {
  return {
    order: posts.map((post) => post.id).toReversed(),
    posts: Object.fromEntries(posts.map((post) => [post.id, post])),
    next_post_id: '',
    prev_post_id: '',
    first_inaccessible_post_time: 0,
    ...cursors,
  }
}

/** An event as it comes over the socket. */
export function makeFrame<Event extends Frame['event']>(
  event: Event,
  data: Extract<Frame, { event: Event }>['data'],
  broadcast: Partial<Frame['broadcast']> = {},
): Frame {
  const everyone = { omit_users: {}, user_id: '', channel_id: '', team_id: '' }
  return { event, data, broadcast: { ...everyone, ...broadcast }, seq: 0 } as Frame
}
