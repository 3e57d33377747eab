import type { ServerChannel } from '@mattermost/types/channels'
import { client } from '#web/api/client.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { useMyId } from '#web/users/use-user.ts'
import { AddPeopleDialog } from './AddPeopleDialog.tsx'
import { EditChannelDialog } from './EditChannelDialog.tsx'
import { useChannelTitle } from './use-channel-title.ts'

export type ChannelDialogName = 'add' | 'edit' | 'leave' | 'archive'

type ChannelDialogsProps = {
  name: ChannelDialogName
  channel: ServerChannel
  onClose: () => void
}

/** The dialogs that the menu of a channel leads to; fetched when the first of them is wanted. */
export function ChannelDialogs({ name, channel, onClose }: ChannelDialogsProps) {
  const text = useText()
  const myId = useMyId()
  const team = useCurrentTeam()
  const title = useChannelTitle(channel.id)

  async function leave() {
    await client.removeFromChannel(myId, channel.id)
    navigate({ page: 'channel', team: team.name, channel: 'town-square' })
  }

  switch (name) {
    case 'add':
      return <AddPeopleDialog channelId={channel.id} onClose={onClose} />
    case 'edit':
      return <EditChannelDialog channelId={channel.id} onClose={onClose} />
    case 'leave':
      return (
        <ConfirmDialog
          title={text('channels.leave-title', { channel: title })}
          detail={text(channel.type === 'P' ? 'channels.leave-private' : 'channels.leave-public')}
          action={text('channels.leave')}
          run={leave}
          onClose={onClose}
        />
      )
    case 'archive':
      return (
        <ConfirmDialog
          title={text('channels.archive-title', { channel: title })}
          detail={text('channels.archive-text')}
          action={text('channels.archive')}
          run={() => client.deleteChannel(channel.id)}
          onClose={onClose}
        />
      )
  }
}
