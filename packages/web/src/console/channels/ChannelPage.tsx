import type { ServerChannel } from '@mattermost/types/channels'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '#web/api/client.ts'
import { useMayInConsole } from '#web/console/console-access.ts'
import { type MemberCalls, MembersCard } from '#web/console/members/MembersCard.tsx'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Answer } from '#web/console/ui/Answer.tsx'
import { ArchiveButton } from '#web/console/ui/ArchiveButton.tsx'
import { BackLink } from '#web/console/ui/BackLink.tsx'
import { LabelledSwitch } from '#web/console/ui/Controls.tsx'
import { Badge, Card, Fact, Facts, Page } from '#web/console/ui/Page.tsx'
import { useAction } from '#web/console/ui/use-action.ts'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { ChannelForm } from './ChannelForm.tsx'
import { ModerationCard } from './ModerationCard.tsx'

/** A channel: what it is for, who may do what in it, and who is in it. */
export function ChannelPage({ id }: { id: string }) {
  const queries = useQueryClient()
  const key = ['console', 'channel', id]
  const channel = useQuery({ queryKey: key, queryFn: () => client.getChannel(id), staleTime: 0 })
  return (
    <Answer query={channel}>
      {(found) => (
        <ChannelDetails
          channel={found}
          onChanged={() => queries.invalidateQueries({ queryKey: key })}
        />
      )}
    </Answer>
  )
}

type ChannelDetailsProps = { channel: ServerChannel; onChanged: () => unknown }

function ChannelDetails({ channel, onChanged }: ChannelDetailsProps) {
  const text = useConsoleText()
  const mayChange = useMayInConsole('sysconsole_write_user_management_channels')
  const calls = useMemo(() => channelCalls(channel), [channel])
  const isArchived = channel.delete_at > 0
  return (
    <Page
      title={channel.display_name}
      lead={channel.purpose}
      actions={<BackLink path="user_management/channels">{text('channels.all')}</BackLink>}
    >
      <Card
        actions={
          mayChange &&
          channel.name !== 'town-square' && (
            <ArchiveButton
              name={channel.display_name}
              isArchived={isArchived}
              archive={() => client.deleteChannel(channel.id)}
              restore={() => client.unarchiveChannel(channel.id)}
              onChanged={onChanged}
            />
          )
        }
      >
        <ChannelFacts channel={channel} />
        {mayChange && !isArchived && <PrivacySwitch channel={channel} onChanged={onChanged} />}
      </Card>
      {mayChange && !isArchived && <ChannelForm channel={channel} onChanged={onChanged} />}
      {!isArchived && <ModerationCard channelId={channel.id} mayChange={mayChange} />}
      {!isArchived && <MembersCard calls={calls} mayChange={mayChange} />}
    </Page>
  )
}

function ChannelFacts({ channel }: { channel: ServerChannel }) {
  const text = useConsoleText()
  const team = useQuery({
    queryKey: ['console', 'team', channel.team_id],
    queryFn: () => client.getTeam(channel.team_id),
  })
  return (
    <Facts>
      <Fact name={text('users.status')}>
        {channel.delete_at > 0 ? (
          <Badge tone="warn">{text('archived')}</Badge>
        ) : (
          <Badge tone="good">{text('users.active')}</Badge>
        )}
      </Fact>
      <Fact name={text('users.team')}>{team.data?.display_name ?? '…'}</Fact>
      <Fact name={text('teams.address')}>
        <code>{channel.name}</code>
      </Fact>
      <Fact name={text('channels.messages')}>{channel.total_msg_count}</Fact>
    </Facts>
  )
}

function PrivacySwitch({ channel, onChanged }: ChannelDetailsProps) {
  const text = useConsoleText()
  const changed = useAction(
    (isPrivate: boolean) => client.updateChannelPrivacy(channel.id, isPrivate ? 'P' : 'O'),
    { onDone: onChanged },
  )
  return (
    <>
      <LabelledSwitch
        label={text('channels.private')}
        hint={text('channels.private-hint')}
        checked={changed.wish ?? channel.type === 'P'}
        disabled={changed.isBusy || channel.name === 'town-square'}
        onChange={(isPrivate) => changed.run(isPrivate)}
      />
      <ProblemLine>{changed.problem}</ProblemLine>
    </>
  )
}

function channelCalls({ id, team_id }: ServerChannel): MemberCalls {
  return {
    key: id,
    teamId: team_id,
    list: (page, perPage) => client.getProfilesInChannel(id, page, perPage),
    memberships: (userIds) => client.getChannelMembersByIds(id, userIds),
    add: (userId) => client.addToChannel(userId, id),
    remove: (userId) => client.removeFromChannel(userId, id),
    setAdmin: (userId, isAdmin) => client.updateChannelMemberSchemeRoles(id, userId, true, isAdmin),
  }
}
