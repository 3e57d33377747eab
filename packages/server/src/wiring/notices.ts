import { autoResponses } from '#domains/auto-responses/service.ts'
import { findChannel, lockChannel } from '#domains/channels/store.ts'
import { findFileInfos } from '#domains/files/attachments.ts'
import { notificationsService } from '#domains/notifications/service.ts'
import { persistentNotifications } from '#domains/persistent-notifications/service.ts'
import { makeBotMessages, toActor } from '#domains/posts/bot-messages.ts'
import { senderNameOf } from '#domains/posts/events.ts'
import { requireValidPost } from '#domains/posts/rules.ts'
import { findPost } from '#domains/posts/store.ts'
import { remindersService } from '#domains/reminders/service.ts'
import { scheduledPostsService } from '#domains/scheduled-posts/service.ts'
import { findExpiredDevices, noteExpiryTold, noteRemovedDevice } from '#domains/sessions/store.ts'
import { findUser } from '#domains/users/store.ts'
import type { Accounts } from './accounts.ts'
import type { Conversation } from './conversation.ts'
import type { Foundation } from './foundation.ts'
import type { Places } from './places.ts'

type Given = Foundation & Accounts & Places & Conversation

/** What reaches people of itself: pushes and mails, reminders, replies while away, timed posts. */
export function wireNotices(given: Given) {
  const { channels, posts, threads, withMetadata } = given
  const { ephemeralPosts: ephemeral } = given
  const botMessages = makeBotMessages({
    ...given,
    systemBot: () => given.bots.systemBot(),
    channels,
    posts,
  })
  const absences = autoResponses({ ...given, lockChannel })
  const notifications = notificationsService({
    ...given,
    botMessages,
    collapsing: () => threads.collapsing(),
    noteRemovedDevice,
    findExpiredDevices,
    noteExpiryTold,
  })
  const persistent = persistentNotifications({
    ...given,
    findChannel,
    findPost,
    showPost: withMetadata.toOne,
    senderNameOf: ({ props }, username) =>
      senderNameOf(
        props,
        username,
        given.config.bool('ServiceSettings.EnablePostUsernameOverride'),
      ),
    pushAgain: (...again) => notifications.repeat(...again),
  })
  const scheduledPosts = scheduledPostsService({
    ...given,
    botMessages,
    findUser,
    findChannel,
    findPost,
    findFiles: findFileInfos,
    toActor,
    requireValidPost,
  })
  const reminders = remindersService({ ...given, ephemeral, botMessages, toActor })
  return { botMessages, absences, notifications, persistent, scheduledPosts, reminders }
}
