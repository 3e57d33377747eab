import type { ConfigService } from '#domains/config/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { addToBatches, findDueBatches, findLastViews, takeBatch } from './batch-store.ts'
import type { Subject } from './content.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'every'>
  /** What there is to tell of these posts; of those that are gone nothing. */
  findSubjects: (postIds: string[]) => Promise<Subject[]>
  send: (tx: Tx, userId: string, subjects: Subject[]) => Promise<void>
}

/** Chosen by most people without choosing; 30 means at once. */
const defaultSeconds = 900
const atOnceSeconds = 30
const perCheck = 100

/** Mails that wait for others, so that one mail tells of several posts. Nothing waits in memory. */
export function mailBatches({ transact, clock, config, tasks, findSubjects, send }: Deps) {
  const checkMs = Math.max(config.int('EmailSettings.EmailBatchingInterval'), 1) * 1000
  tasks.every('notifications.mail-batches', checkMs, sendDue)

  /** Whether somebody with this choice of an interval has their mails wait. */
  function isWaiting(interval: string | undefined): boolean {
    const seconds = interval === undefined ? defaultSeconds : Number(interval)
    return config.bool('EmailSettings.EnableEmailBatching') && seconds > atOnceSeconds
  }

  /** Lets the post wait for these people; resolves to those whose batch had room for it. */
  function add(tx: Tx, userIds: string[], post: Subject['post']): Promise<string[]> {
    return addToBatches(tx, userIds, post, config.int('EmailSettings.EmailBatchingBufferSize'))
  }

  async function sendDue(): Promise<void> {
    const at = { now: clock(), defaultSeconds, limit: perCheck }
    const due = await transact.single((tx) => findDueBatches(tx.db, at))
    for (const userId of due) await transact((tx) => sendBatch(tx, userId))
  }

  async function sendBatch(tx: Tx, userId: string): Promise<void> {
    const taken = await takeBatch(tx, userId)
    const subjects = await findSubjects(taken.map(({ post_id }) => post_id))
    const unseen = await withoutSeen(tx, userId, subjects)
    if (unseen.length > 0) await send(tx, userId, unseen)
  }

  /** Who has been in a team since its first post of the batch has seen what there is. */
  async function withoutSeen(tx: Tx, userId: string, subjects: Subject[]): Promise<Subject[]> {
    const byTeam = Map.groupBy(subjects, ({ channel }) => channel.team_id)
    const views = await findLastViews(tx.db, userId, [...byTeam.keys()])
    const unseen = [...byTeam].filter(([teamId, ofTeam]) => {
      const first = Math.min(...ofTeam.map(({ post }) => post.create_at))
      return (views.get(teamId) ?? 0) < first
    })
    const ofTeams = unseen.flatMap(([, ofTeam]) => ofTeam)
    return ofTeams.sort((one, other) => one.post.create_at - other.post.create_at)
  }

  return { isWaiting, add }
}
