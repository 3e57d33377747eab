import { findChannel } from '#domains/channels/store.ts'
import { guestsService } from '#domains/guests/service.ts'
import { inviteAllowance } from '#domains/invitations/allowance.ts'
import { invitationJoining } from '#domains/invitations/joining.ts'
import { invitationSending } from '#domains/invitations/sending.ts'
import { invitationsService } from '#domains/invitations/service.ts'
import { loginHandover } from '#domains/login-methods/handover.ts'
import { loginMethodsService } from '#domains/login-methods/service.ts'
import { magicLinksService } from '#domains/magic-links/service.ts'
import { markGuestSessions } from '#domains/sessions/store.ts'
import { signupService } from '#domains/signup/service.ts'
import { findTeam } from '#domains/teams/store.ts'
import type { Accounts } from './accounts.ts'
import type { Foundation } from './foundation.ts'
import type { Places } from './places.ts'

/** The ways in: sign-up, invitations, guests, links by mail, services that vouch for people. */
export function wireEntrances(given: Foundation & Accounts & Places) {
  const { db, clock, oneTime: tokens, sessions, channels } = given
  const joining = invitationJoining({
    ...given,
    tokens,
    findTeam: (teamId) => findTeam(db, teamId),
    findChannel: (channelId) => findChannel(db, channelId),
  })
  return {
    invitations: invitationsService({
      ...given,
      tokens,
      channelToAddTo: (actor, channelId) =>
        channels
          .accessToChange(actor, channelId, {
            open: 'manage_public_channel_members',
            closed: 'manage_private_channel_members',
          })
          .catch(() => undefined),
      allowance: inviteAllowance({ clock }),
      sending: invitationSending({ ...given, tokens }),
    }),
    loginMethods: loginMethodsService({
      ...given,
      endSessions: (tx, userId) => sessions.endAll(tx, userId),
    }),
    loginHandover: loginHandover({ ...given, tokens }),
    magicLinks: magicLinksService({ ...given, tokens, joining }),
    guests: guestsService({
      ...given,
      tokens,
      endSessions: async (tx, userIds) => {
        for (const userId of userIds) await sessions.endAll(tx, userId)
      },
      markSessions: markGuestSessions,
    }),
    signup: signupService({ ...given, joining }),
  }
}
