import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import type { pushClears } from './clears.ts'
import type { PushProxy } from './push-proxy.ts'
import { deleteOldPushedPosts, type PushedPost, takePushedPosts } from './pushed-store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  tasks: Pick<Tasks, 'define' | 'every'>
  proxy: Pick<PushProxy, 'isOn'>
  clears: Pick<ReturnType<typeof pushClears>, 'clearPost'>
}

const dayMs = 86_400_000
/** Phones show nothing for longer. */
const keptMs = 30 * dayMs

/** Takes deleted posts off the phones that were told of them. */
export function pushWithdrawals({ transact, clock, tasks, proxy, clears }: Deps) {
  const withdrawing = tasks.define<PushedPost>('notifications.withdraw', {
    run: withdraw,
    maxAttempts: 3,
  })
  tasks.every('notifications.forget_pushed', dayMs, () =>
    transact.single((tx) => deleteOldPushedPosts(tx, clock() - keptMs)),
  )

  async function withdraw({ user_ids, ...place }: PushedPost): Promise<void> {
    for (const userId of user_ids) await clears.clearPost(userId, place)
  }

  /** Posts are deleted in this transaction. */
  async function postsGone(tx: Tx, postIds: string[]): Promise<void> {
    if (postIds.length === 0 || !proxy.isOn()) return
    for (const pushed of await takePushedPosts(tx, postIds)) await withdrawing.add(tx, pushed)
  }

  return { postsGone }
}
