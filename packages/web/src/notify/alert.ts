import type { Post } from '@mattermost/types/posts'
import { isDirect, partnerIdOf } from '#web/channels/direct.ts'
import { selectChannelId } from '#web/channels/find-channel.ts'
import { routeOfChannel } from '#web/channels/route-of-channel.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import type { Entities } from '#web/entities/entities.ts'
import type { Frame } from '#web/entities/frames.ts'
import { readEntities } from '#web/entities/store.ts'
import { excerptOf } from '#web/posts/excerpt.ts'
import { withBase } from '#web/router/base.ts'
import { navigate } from '#web/router/router.tsx'
import { isChannelRoute, parseRoute } from '#web/router/routes.ts'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import { type Alert, type Case, decide } from './decide.ts'
import { offerNotifications, permission } from './permission.ts'
import { playSound } from './sound.ts'

type Posted = Extract<Frame, { event: 'posted' }>

const BODY_LENGTH = 240
/** How long a tab in which the post is in sight gets to say so to the others. */
const OTHERS_MS = 150
/** How long a post counts as told. */
const TOLD_MS = 3_000

/** Tells a new post on the desktop where that is wanted, in one tab only. */
export function tellPosted(frame: Posted): void {
  const now = readEntities()
  const post = JSON.parse(frame.data.post) as Post
  const isLookedAt = isInSight(now, post)
  const found = decide(caseOf(now, frame, post, isLookedAt))
  if (isLookedAt) void once(post.id, () => {})
  else if (found.isShown)
    setTimeout(() => void once(post.id, () => show(now, post, found)), OTHERS_MS)
}

function caseOf(now: Entities, { data }: Posted, post: Post, isLookedAt: boolean): Case {
  const channel = now.channels.get(post.channel_id)
  const { from_webhook, from_bot, force_notification } = post.props ?? {}
  return {
    post: {
      isMine: post.user_id === now.myId && !from_webhook && !from_bot,
      isSystem: post.type.startsWith('system_'),
      isReply: post.root_id !== '',
      isForced: Boolean(force_notification),
    },
    mentionsMe: idsIn(data.mentions).includes(now.myId),
    isFollowed: idsIn(data.followers).includes(now.myId),
    channel: {
      type: channel?.type ?? data.channel_type,
      isArchived: (channel?.delete_at ?? 0) > 0,
      props: now.members.get(post.channel_id)?.notify_props ?? {},
    },
    user: now.users.get(now.myId)?.notify_props ?? {},
    status: now.statuses.get(now.myId) ?? 'online',
    isCollapsed: isCollapsed(now),
    isLookedAt,
  }
}

function idsIn(list: string | undefined): string[] {
  return list ? (JSON.parse(list) as string[]) : []
}

/** Whether the reader sees the place of a post: the channel, or the thread where those are apart. */
function isInSight(now: Entities, post: Post): boolean {
  if (!document.hasFocus()) return false
  const route = parseRoute(new URL(window.location.href))
  if (!isChannelRoute(route)) return false
  if (isCollapsed(now) && post.root_id !== '') return route.thread === post.root_id
  const team = [...now.teams.values()].find((one) => one.name === route.team)
  return selectChannelId(route, team?.id ?? '')(now) === post.channel_id
}

function show(now: Entities, post: Post, { hasSound }: Alert): void {
  if (permission() !== 'granted') {
    offerNotifications()
    return
  }
  const notification = new Notification(titleOf(now, post), {
    body: excerptOf(post.message).slice(0, BODY_LENGTH),
    icon: withBase('/static/icons/icon-192.png'),
    tag: post.id,
    // The sound is our own, so that it can be low.
    silent: true,
  })
  notification.addEventListener('click', () => {
    notification.close()
    window.focus()
    open(post)
  })
  if (hasSound) playSound()
}

function titleOf(now: Entities, post: Post): string {
  const user = now.users.get(post.user_id)
  const given = post.props?.override_username
  const name =
    typeof given === 'string' && given !== ''
      ? given
      : user
        ? displayName(user, selectNameFormat(now))
        : ''
  const channel = now.channels.get(post.channel_id)
  if (!channel || isDirect(channel)) return name
  return [name, channel.display_name].filter(Boolean).join(' · ')
}

/** Goes to where a post stands. Conversations with people are in every team. */
function open(post: Post): void {
  const now = readEntities()
  const channel = now.channels.get(post.channel_id)
  const here = parseRoute(new URL(window.location.href))
  const ofHere = 'team' in here ? here.team : ''
  const team = now.teams.get(channel?.team_id ?? '')?.name ?? ofHere
  if (!channel || team === '') return
  const isKnown = !isDirect(channel) || now.users.has(partnerIdOf(channel, now.myId))
  if (!isKnown) return
  const route = routeOfChannel(channel, team, now)
  const isApart = isCollapsed(now) && post.root_id !== ''
  navigate(isApart && isChannelRoute(route) ? { ...route, thread: post.root_id } : route)
}

/** Runs in one of the tabs that are open; in each where the browser has no locks. */
async function once(postId: string, run: () => void): Promise<void> {
  if (!navigator.locks) return run()
  await navigator.locks.request(`redoubt.told.${postId}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    run()
    await new Promise((resolve) => setTimeout(resolve, TOLD_MS))
  })
}
