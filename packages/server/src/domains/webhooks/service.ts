import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db/database.ts'
import { incomingHooks } from './incoming.ts'
import { outgoingHooks } from './outgoing.ts'
import { hookReceiving } from './receiving.ts'
import { deleteHooksOfChannel, moveHooksOfChannel } from './store.ts'
import { hookTelling } from './telling.ts'

export type { ProgramPosts } from './program-posts.ts'

type Deps = { clock: Clock } & Parameters<typeof incomingHooks>[0] &
  Parameters<typeof outgoingHooks>[0] &
  Parameters<typeof hookReceiving>[0] &
  Parameters<typeof hookTelling>[0]

/** Programs that write into channels, and programs that hear what is written there. */
export function webhooksService(deps: Deps) {
  const { clock } = deps
  const { receive } = hookReceiving(deps)
  const { tasksOf, onChange } = hookTelling(deps)

  /** A channel's hooks end with it. */
  async function endWithChannel(tx: Tx, channelId: string): Promise<void> {
    for (const team_id of await deleteHooksOfChannel(tx, channelId, clock())) {
      tx.changed({ kind: 'outgoing_webhooks', team_id })
    }
  }

  /** A channel's hooks follow it into another team. */
  async function moveWithChannel(tx: Tx, channelId: string, teamId: string): Promise<void> {
    for (const team_id of [teamId, ...(await moveHooksOfChannel(tx, channelId, teamId))]) {
      tx.changed({ kind: 'outgoing_webhooks', team_id })
    }
  }

  return {
    incoming: incomingHooks(deps),
    outgoing: outgoingHooks(deps),
    receive,
    tasksOf,
    endWithChannel,
    moveWithChannel,
    onChange,
  }
}
