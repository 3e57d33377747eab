import { lazy, Suspense } from 'react'
import { closeOverlay, useOverlay } from './overlay.ts'
import type { ActionId } from './table.ts'

const QuickSwitcher = lazy(async () => ({
  default: (await import('#web/switcher/QuickSwitcher.tsx')).QuickSwitcher,
}))
const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }))
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./ShortcutsDialog.tsx')).ShortcutsDialog,
}))
const NewMessageDialog = lazy(async () => ({
  default: (await import('#web/channels/NewMessageDialog.tsx')).NewMessageDialog,
}))
const CustomStatusDialog = lazy(async () => ({
  default: (await import('#web/users/CustomStatusDialog.tsx')).CustomStatusDialog,
}))
const DndDialog = lazy(async () => ({
  default: (await import('#web/users/DndDialog.tsx')).DndDialog,
}))
const ChannelNotificationsDialog = lazy(async () => ({
  default: (await import('#web/settings/ChannelNotificationsDialog.tsx'))
    .ChannelNotificationsDialog,
}))

type OverlaysProps = { actions: Record<ActionId, (() => void) | undefined> }

/** What was opened over the page. */
export function Overlays({ actions }: OverlaysProps) {
  const overlay = useOverlay()
  if (!overlay) return null
  const content = () => {
    switch (overlay.kind) {
      case 'switcher':
        return <QuickSwitcher onClose={closeOverlay} />
      case 'palette':
        return <Palette actions={actions} onClose={closeOverlay} />
      case 'overview':
        return <ShortcutsDialog onClose={closeOverlay} />
      case 'direct':
        return <NewMessageDialog onClose={closeOverlay} />
      case 'custom-status':
        return <CustomStatusDialog onClose={closeOverlay} />
      case 'dnd':
        return <DndDialog onClose={closeOverlay} />
      case 'channel-notifications':
        return <ChannelNotificationsDialog channelId={overlay.channelId} onClose={closeOverlay} />
    }
  }
  return <Suspense fallback={null}>{content()}</Suspense>
}
