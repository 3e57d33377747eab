import { client } from '#web/api/client.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { withStatuses } from '#web/entities/users.ts'

/** What one can say that one does. */
export const STATUSES = ['online', 'away', 'dnd', 'offline'] as const

/** Says what one does; not to be disturbed perhaps only until a time, in milliseconds. */
export async function setStatus(status: (typeof STATUSES)[number], until = 0): Promise<void> {
  const user_id = readEntities().myId
  const dnd_end_time = Math.floor(until / 1000)
  const chosen = { user_id, status, manual: true, last_activity_at: 0, dnd_end_time }
  update(withStatuses, [await client.updateStatus(chosen)])
}
