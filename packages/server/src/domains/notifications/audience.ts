import type { ConfigService } from '#domains/config/service.ts'
import type { MailService } from '#domains/mail/service.ts'
import type { PostTold } from '#domains/posts/service.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { openHeld } from '#platform/held.ts'
import { Lru } from '#platform/lru.ts'
import type { PushProxy } from './push-proxy.ts'
import { findListeners, findUsersWithDevice } from './store.ts'

export type NotificationAudience = ReturnType<typeof notificationAudience>

type Deps = {
  db: Db
  config: ConfigService
  proxy: Pick<PushProxy, 'isOn'>
  mail: Pick<MailService, 'isOn'>
}

const cachedChannels = 2_000

/**
 * Whether anybody may have to be told of a post, known without a query: most posts concern nobody
 * who is away, and nothing is written for those.
 */
export function notificationAudience({ db, config, proxy, mail }: Deps) {
  /** Who wants to be pushed everything, by channel. */
  const listeners = new Lru<string[]>(cachedChannels)
  const withDevice = openHeld({
    load: (ids) => findUsersWithDevice(db, ids),
    onReplace: () => listeners.clear(),
  })

  function isMailOn(): boolean {
    return config.bool('EmailSettings.SendEmailNotifications') && mail.isOn()
  }

  async function isThere(told: PostTold): Promise<boolean> {
    const isMailable = isMailOn() && (told.mentioned.size > 0 || told.root !== undefined)
    return isMailable || (proxy.isOn() && (await isPushable(told)))
  }

  async function isPushable({ mentioned, root, channel, author }: PostTold): Promise<boolean> {
    const phones = await withDevice.current()
    if (phones.size === 0) return false
    // Who follows a thread is known once the reply is written.
    if (root !== undefined) return true
    if ([...mentioned.keys()].some((id) => phones.has(id))) return true
    const all = await listeners.fetch(channel.id, () => findListeners(db, channel.id))
    return all.some((id) => id !== author.id && phones.has(id))
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'channel_member') listeners.delete(change.channel_id)
    if (change.kind === 'user') {
      if (withDevice.mayHold(change.user_id)) listeners.clear()
      withDevice.note(change.user_id)
    }
    if (change.kind === 'session') withDevice.note(change.user_id)
    if (change.kind === 'everything') {
      withDevice.noteAll()
      listeners.clear()
    }
  }

  return {
    isMailOn,
    isThere,
    /** Whether the user may have a phone. */
    mayHaveDevice: (userId: string): boolean => proxy.isOn() && withDevice.mayHold(userId),
    onChange,
  }
}
