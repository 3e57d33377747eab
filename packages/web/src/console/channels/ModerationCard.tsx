import type { ChannelModeration, ChannelModerationPatch } from '@mattermost/types/channels'
import { useQuery } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { type ConsoleTextId, useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { Switch } from '#web/console/ui/Controls.tsx'
import { Card } from '#web/console/ui/Page.tsx'
import { Table } from '#web/console/ui/Table.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'

const names: Readonly<Record<string, ConsoleTextId>> = {
  create_post: 'moderation.create_post',
  create_reactions: 'moderation.create_reactions',
  manage_members: 'moderation.manage_members',
  use_channel_mentions: 'moderation.use_channel_mentions',
  manage_bookmarks: 'moderation.manage_bookmarks',
}

type Side = 'members' | 'guests'

/** What members and guests may do in a channel, of what its team lets them. */
export function ModerationCard({
  channelId,
  mayChange,
}: {
  channelId: string
  mayChange: boolean
}) {
  const text = useConsoleText()
  const moderations = useQuery({
    queryKey: ['console', 'moderations', channelId],
    queryFn: () => client.getChannelModerations(channelId),
    staleTime: 0,
  })
  const changed = useAction(
    (patch: ChannelModerationPatch) => client.patchChannelModerations(channelId, [patch]),
    { onDone: () => moderations.refetch() },
  )
  const nameOf = (row: ChannelModeration) => {
    const id = names[row.name]
    return id ? text(id) : row.name
  }

  function wishOf(name: string, side: Side): boolean | undefined {
    return changed.wish?.name === name ? changed.wish.roles[side] : undefined
  }

  function showSwitch(row: ChannelModeration, side: Side) {
    const role = row.roles[side]
    if (!role) return '–'
    return (
      <Switch
        aria-label={text(`moderation.${side}`, { what: nameOf(row) })}
        checked={wishOf(row.name, side) ?? role.value}
        disabled={!mayChange || !role.enabled || changed.isBusy}
        onChange={(isOn) => changed.run({ name: row.name, roles: { [side]: isOn } })}
      />
    )
  }

  return (
    <Card title={text('moderation.title')} lead={text('moderation.lead')}>
      <Answer query={moderations}>
        {(rows) => (
          <Table
            label={text('moderation.title')}
            none={text('moderation.none')}
            rows={rows}
            keyOf={(row) => row.name}
            columns={[
              { name: text('moderation.what'), show: nameOf },
              { name: text('schemes.guests'), show: (row) => showSwitch(row, 'guests') },
              { name: text('schemes.members'), show: (row) => showSwitch(row, 'members') },
            ]}
          />
        )}
      </Answer>
      <ProblemLine>{changed.problem}</ProblemLine>
    </Card>
  )
}
