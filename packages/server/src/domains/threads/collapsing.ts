import type { ConfigService } from '#domains/config/service.ts'
import type { Db } from '#platform/db/database.ts'
import { findCollapses, findCommenters } from './follower-store.ts'
import type { Collapsing } from './store.ts'

export type ThreadCollapsing = ReturnType<typeof threadCollapsing>

/** Whose client shows replies apart from the channel. */
export function threadCollapsing({ db, config }: { db: Db; config: ConfigService }) {
  function collapsing(): Collapsing {
    const setting = config.string('ServiceSettings.CollapsedThreads')
    if (setting === 'always_on') return 'always'
    if (setting === 'default_on') return 'on'
    return setting === 'default_off' ? 'off' : 'never'
  }

  async function isCollapsed(userId: string): Promise<boolean> {
    const choice = collapsing()
    if (choice === 'always' || choice === 'never') return choice === 'always'
    return findCollapses(db, userId, choice)
  }

  /** Who wants to hear of every reply to a root, because their client doesn't collapse threads. */
  async function commentersOf(root: { id: string; user_id: string }, channelId: string) {
    const choice = collapsing()
    return choice === 'always' ? [] : findCommenters(db, root, channelId, choice)
  }

  return { collapsing, isCollapsed, commentersOf }
}
