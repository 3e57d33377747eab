import { InviteDialog } from '#web/teams/InviteDialog.tsx'
import { BrowseChannelsDialog } from './BrowseChannelsDialog.tsx'
import { CreateChannelDialog } from './CreateChannelDialog.tsx'
import { NewMessageDialog } from './NewMessageDialog.tsx'

export type SidebarDialogName = 'create' | 'browse' | 'message' | 'invite'

type SidebarDialogsProps = { name: SidebarDialogName; onClose: () => void }

/** The dialogs that the sidebar leads to; fetched when the first of them is wanted. */
export function SidebarDialogs({ name, onClose }: SidebarDialogsProps) {
  switch (name) {
    case 'create':
      return <CreateChannelDialog onClose={onClose} />
    case 'browse':
      return <BrowseChannelsDialog onClose={onClose} />
    case 'message':
      return <NewMessageDialog onClose={onClose} />
    case 'invite':
      return <InviteDialog onClose={onClose} />
  }
}
