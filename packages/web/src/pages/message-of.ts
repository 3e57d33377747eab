import type { Draft } from '@mattermost/types/drafts'
import type { PendingPost } from '#web/entities/entities.ts'

type Message = Pick<PendingPost, 'channelId' | 'rootId' | 'message' | 'files' | 'wishes'>

/** What was kept for later, as it is sent. Its files are at the server already. */
export function messageOf(
  kept: Pick<Draft, 'channel_id' | 'root_id' | 'message' | 'type' | 'file_ids' | 'metadata'>,
): Message {
  const infos = new Map(kept.metadata?.files?.map((file) => [file.id, file]))
  const files = (kept.file_ids ?? []).map((id) => ({
    id,
    name: infos.get(id)?.name ?? '',
    size: infos.get(id)?.size ?? 0,
    fileId: id,
  }))
  const priority = kept.metadata?.priority
  const wishes = {
    ...(priority && { priority }),
    ...(kept.type === 'burn_on_read' && { isBurning: true }),
  }
  return {
    channelId: kept.channel_id,
    rootId: kept.root_id,
    message: kept.message,
    files,
    ...(Object.keys(wishes).length > 0 && { wishes }),
  }
}
