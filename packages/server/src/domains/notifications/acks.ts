import type { PushAck, PushNotification } from '@redoubt/wire/notifications.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { isId, newId } from '#platform/ids.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { contentFor } from './content.ts'
import { testMessage, toPushMessage } from './push-messages.ts'
import type { PushProxy } from './push-proxy.ts'
import { type Collapsing, collapses } from './readers.ts'
import { countBadges, findPerson, type PersonRow } from './store.ts'
import type { PostSubjects } from './subjects.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  tasks: Pick<Tasks, 'define'>
  proxy: PushProxy
  subjects: PostSubjects
  posts: Pick<PostsService, 'accessToRead'>
  collapsing: () => Collapsing
  formatFor: (person: PersonRow) => string
}

/** What phones have to say of pushes, and what they ask for. */
export function pushAcks(deps: Deps) {
  const { db, transact, clock, tasks, proxy, subjects, posts, collapsing, formatFor } = deps
  const forwarding = tasks.define<PushAck>('notifications.ack', {
    run: async (ack) => {
      if (proxy.isOn()) await proxy.acknowledge(ack)
    },
    maxAttempts: 3,
  })

  /**
   * Passes on that a phone has shown a push; where only its id was pushed, resolves to the whole.
   * Throws 404 for a post that the actor may not read.
   */
  async function acknowledge(actor: Actor, ack: PushAck): Promise<PushNotification | undefined> {
    const { id = '', post_id = '', is_id_loaded = false } = ack
    if (!isId(id) || (is_id_loaded && !isId(post_id))) {
      throw new AppError('api.push_notifications_ack.message.parse.app_error', 400)
    }
    if (!proxy.isOn()) throw new AppError('api.push_notification.disabled.app_error', 501)
    const answer = is_id_loaded ? await load(actor, ack, post_id) : undefined
    await transact.single((tx) => forwarding.add(tx, toForward(ack)))
    return answer
  }

  async function load(actor: Actor, ack: PushAck, postId: string): Promise<PushNotification> {
    await posts.accessToRead(actor, postId)
    const [subject] = await subjects.find([postId])
    const person = await findPerson(db, actor.userId, clock())
    if (!subject || !person) throw new AppError('app.post.get.app_error', 404)
    const reader = {
      id: person.id,
      locale: person.locale,
      nameFormat: formatFor(person),
      mention: undefined,
    }
    const isCollapsing = collapses(person, collapsing())
    const badges = await countBadges(db, [{ id: person.id, isCollapsing }])
    const badge = badges.get(person.id) ?? 0
    const options = { contents: 'full', badge, isCollapsing }
    return {
      ...toPushMessage(subject, contentFor(subject, reader), options),
      ack_id: ack.id ?? '',
      platform: ack.platform ?? '',
      server_id: '',
      device_id: '',
    }
  }

  /** Whether a device would get a push; `unknown` where nobody can say. */
  async function canReceive(deviceId: string): Promise<'true' | 'false' | 'unknown'> {
    if (!proxy.isOn() || !/^[a-z_0-9-]+:./i.test(deviceId)) return 'false'
    try {
      const to = { deviceId, ackId: newId(clock()) }
      const outcome = await proxy.send(testMessage, to, { isTest: true })
      return outcome === 'removed' ? 'false' : 'true'
    } catch {
      return 'unknown'
    }
  }

  return { acknowledge, canReceive }
}

/** What the proxy is to know, and nothing else that a client may have sent. */
function toForward(ack: PushAck): PushAck {
  const { id = '', received_at = 0, platform = '', type = '', post_id = '' } = ack
  return { id, received_at, platform, type, post_id, is_id_loaded: ack.is_id_loaded ?? false }
}
