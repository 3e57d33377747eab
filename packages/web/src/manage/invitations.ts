import type { TeamInviteWithError } from '@mattermost/types/teams'
import { client } from '#web/api/client.ts'

export type Invitation = {
  teamId: string
  emails: readonly string[]
  channelIds: readonly string[]
  message: string
  kind: 'member' | 'guest' | 'magic'
}

/** Sends mails that ask people in; the answer says of each what became of it. */
export function sendInvitations(invitation: Invitation): Promise<TeamInviteWithError[]> {
  const { teamId, kind, message } = invitation
  const emails = [...invitation.emails]
  const channelIds = [...invitation.channelIds]
  if (kind !== 'member') {
    return client.sendEmailGuestInvitesToChannelsGracefully(
      teamId,
      channelIds,
      emails,
      message,
      kind === 'magic',
    )
  }
  if (channelIds.length === 0 && message === '') {
    return client.sendEmailInvitesToTeamGracefully(teamId, emails)
  }
  return client.sendEmailInvitesToTeamAndChannelsGracefully(teamId, channelIds, emails, message)
}
