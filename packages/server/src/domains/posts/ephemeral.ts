import type { Post } from '@redoubt/wire/posts.ts'
import type { Clock } from '#platform/clock.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { ephemeralEdited, ephemeralMessage } from './events.ts'
import {
  type SealAction,
  type StoredAction,
  withoutIntegrations,
  withStoredAttachments,
} from './message-attachments.ts'
import { findHashtags, toOwnProps } from './rules.ts'

export type EphemeralPosts = ReturnType<typeof makeEphemeralPosts>

/** A post that one person sees, and nobody stores. */
export type EphemeralPost = {
  channel_id: string
  message: string
  /** Who seems to have written it. */
  user_id: string
  root_id?: string
  props?: Record<string, unknown>
  /** What the server itself says in the props. */
  serverProps?: Record<string, unknown>
  /** Of one that was shown before. */
  id?: string
}

type Deps = {
  clock: Clock
  /** Sends to the connected, at once. */
  publish: (event: DomainEvent) => void
  /** What brings an action back to the server that doesn't remember it. */
  sealAction: (action: StoredAction, post: Post) => string
}

/** Posts for one pair of eyes: gone with the next reload. Checks no permission. */
export function makeEphemeralPosts({ clock, publish, sealAction }: Deps) {
  function send(userId: string, input: EphemeralPost): Post {
    const post = toPost(input)
    publish(ephemeralMessage({ userId, post }))
    return post
  }

  /** Changes one that the user still sees. */
  function update(userId: string, input: EphemeralPost & { id: string }): Post {
    const post = toPost(input)
    publish(ephemeralEdited({ userId, post }))
    return post
  }

  function toPost(input: EphemeralPost): Post {
    const now = clock()
    const props = { ...withStoredAttachments(toOwnProps(input.props)), ...input.serverProps }
    const post: Post = {
      id: input.id ?? newId(now),
      create_at: now,
      update_at: now,
      edit_at: 0,
      delete_at: 0,
      is_pinned: false,
      user_id: input.user_id,
      channel_id: input.channel_id,
      root_id: input.root_id ?? '',
      original_id: '',
      message: input.message,
      type: 'system_ephemeral',
      props: {},
      hashtags: findHashtags(input.message),
      file_ids: [],
      pending_post_id: '',
      remote_id: '',
      reply_count: 0,
      last_reply_at: 0,
      participants: null,
      metadata: {},
    }
    const seal: SealAction = (action) => sealAction(action, { ...post, props })
    return { ...post, props: withoutIntegrations(props, seal) }
  }

  return { send, update }
}
