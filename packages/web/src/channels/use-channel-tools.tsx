import type { ServerChannel } from '@mattermost/types/channels'
import { Bookmark, Lock } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { selectMayInChannel } from '#web/teams/my-teams.ts'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import { isPersonal } from './direct.ts'

const BookmarkDialog = lazy(async () => ({
  default: (await import('#web/bookmarks/BookmarkDialog.tsx')).BookmarkDialog,
}))
const ConvertGroupDialog = lazy(async () => ({
  default: (await import('./ConvertGroupDialog.tsx')).ConvertGroupDialog,
}))

/** What else the menu of a channel offers, and the dialog that was asked for. */
export function useChannelTools(channel: ServerChannel): { items: MenuItem[]; dialog: ReactNode } {
  const text = useText()
  const [shown, setShown] = useState<'bookmark' | 'convert'>()
  const kind = channel.type === 'P' ? 'private' : 'public'
  const isAllowed = useEntities(selectMayInChannel(`add_bookmark_${kind}_channel`, channel))
  const close = () => setShown(undefined)
  const items: MenuItem[] = []
  if (channel.delete_at === 0 && (isAllowed || isPersonal(channel))) {
    items.push({
      label: text('channels.bookmark'),
      icon: <Bookmark size={16} />,
      onSelect: () => setShown('bookmark'),
    })
  }
  if (channel.type === 'G') {
    items.push({
      label: text('channels.convert'),
      icon: <Lock size={16} />,
      onSelect: () => setShown('convert'),
    })
  }
  const dialog = (
    <Suspense fallback={null}>
      {shown === 'bookmark' && <BookmarkDialog channelId={channel.id} onClose={close} />}
      {shown === 'convert' && <ConvertGroupDialog channel={channel} onClose={close} />}
    </Suspense>
  )
  return { items, dialog }
}
