import type { EmailInvite, GuestInvite, InviteResult } from '@redoubt/wire/invitations.ts'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { MailService } from '#domains/mail/service.ts'
import {
  invitationKinds,
  type OneTimeTokens,
  type TokenKind,
} from '#domains/one-time-tokens/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamRow, TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, errorMessage, forbidden, invalidBody } from '#platform/app-error.ts'
import type { Transact } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'
import type { InviteAllowance } from './allowance.ts'
import type { Sending } from './sending.ts'

export type InvitationsService = ReturnType<typeof invitationsService>
export type { InvitationJoining } from './joining.ts'

type Deps = {
  transact: Transact
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'access'>
  /** The channel, if the actor may add people to it; undefined where it may not. */
  channelToAddTo: (actor: Actor, channelId: string) => Promise<ChannelRow | undefined>
  mail: Pick<MailService, 'isOn'>
  tokens: OneTimeTokens
  allowance: InviteAllowance
  sending: Sending
}

const emailPattern = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/
const maxEmailLength = 128

/** Asking people in by mail: who may, whom, and to what. */
export function invitationsService(deps: Deps) {
  const { transact, config, roles, users, teams, channelToAddTo, mail } = deps
  const { tokens, allowance, sending, audits } = deps

  /** Invites members to a team, and to channels of it that the actor may add people to. */
  async function inviteMembers(
    actor: Actor,
    teamId: string,
    input: EmailInvite,
    options: { isGraceful: boolean },
  ): Promise<InviteResult[] | undefined> {
    const team = await teams.access(actor, teamId, 'invite_user')
    await teams.access(actor, teamId, 'add_user_to_team')
    requireOn()
    if (team.group_constrained) throw forbidden()
    const emails = toEmails(input.emails, 'user_email')
    const channels = await channelsToAddTo(actor, team, input.channelIds ?? [])
    const sender = await users.getRow(actor.userId)
    allowance.take(actor.userId, emails.length)
    const judged = judge(emails, team, 'TeamSettings', options)
    await transact(async (tx) => {
      await sending.send(tx, judged.invited, {
        kind: 'team_invitation',
        team,
        channels,
        sender,
        message: input.message ?? '',
      })
      const info = `team=${teamId} count=${judged.invited.length}`
      await audits.record(tx, { actor, action: 'inviteUsersToTeam', info })
    })
    return options.isGraceful ? judged.results : undefined
  }

  /** Invites guests to channels of a team; they will see nothing else of it. */
  async function inviteGuests(
    actor: Actor,
    teamId: string,
    input: GuestInvite,
    options: { isGraceful: boolean; isMagicLink: boolean },
  ): Promise<InviteResult[] | undefined> {
    if (!config.bool('GuestAccountsSettings.Enable')) {
      throw new AppError('api.team.invite_guests_to_channels.disabled.error', 501)
    }
    const team = await teams.access(actor, teamId, 'invite_guest')
    if (options.isMagicLink && !config.bool('GuestAccountsSettings.EnableGuestMagicLink')) {
      throw new AppError('api.team.invite_guests_to_channels.guest_magic_link_disabled.error', 403)
    }
    if (!options.isMagicLink && !config.bool('GuestAccountsSettings.AllowEmailAccounts')) {
      throw new AppError('api.team.invite_guests_to_channels.disabled.error', 403)
    }
    requireOn()
    if (team.group_constrained) throw forbidden()
    if (input.emails.length === 0) throw new AppError('model.guest.is_valid.emails.app_error', 400)
    const emails = toEmails(input.emails, 'emails')
    if (input.channels.length === 0) {
      throw new AppError('model.guest.is_valid.channels.app_error', 400)
    }
    const channels = await channelsToAddTo(actor, team, input.channels)
    if (channels.length === 0) throw forbidden()
    const sender = await users.getRow(actor.userId)
    allowance.take(actor.userId, emails.length)
    const judged = judge(emails, team, 'GuestAccountsSettings', options)
    const kind: TokenKind = options.isMagicLink ? 'guest_magic_link_invitation' : 'guest_invitation'
    const message = input.message ?? ''
    await transact(async (tx) => {
      await sending.send(tx, judged.invited, { kind, team, channels, sender, message })
      const info = `team=${teamId} count=${judged.invited.length}`
      await audits.record(tx, { actor, action: 'inviteGuestsToChannels', info })
    })
    return options.isGraceful ? judged.results : undefined
  }

  function requireOn(): void {
    if (!config.bool('ServiceSettings.EnableEmailInvitations')) {
      throw new AppError('api.team.invite_members.disabled.app_error', 501)
    }
    if (!mail.isOn()) {
      throw new AppError('api.team.invite_members.unable_to_send_email.app_error', 501)
    }
  }

  function toEmails(given: string[], name: string): string[] {
    const emails = [...new Set(given.map((email) => email.trim().toLowerCase()))]
    if (emails.length === 0) throw invalidBody(name)
    return emails
  }

  /** Those of the channels that the actor may add people to. Throws 400 for another team's. */
  async function channelsToAddTo(
    actor: Actor,
    team: TeamRow,
    ids: string[],
  ): Promise<ChannelRow[]> {
    const found: ChannelRow[] = []
    for (const id of new Set(ids)) {
      const channel = await channelToAddTo(actor, id)
      if (!channel) continue
      if (channel.team_id !== team.id) {
        throw new AppError('api.team.invite_guests.channel_in_invalid_team.app_error', 400)
      }
      if (channel.delete_at === 0 && !channel.group_constrained) found.push(channel)
    }
    return found
  }

  /** Sorts out whom to invite. Throws for the first one who can't be, unless that is told apart. */
  function judge(
    emails: string[],
    team: TeamRow,
    section: 'TeamSettings' | 'GuestAccountsSettings',
    { isGraceful }: { isGraceful: boolean },
  ): { invited: string[]; results: InviteResult[] } {
    const judged = emails.map((email) => ({ email, error: refusalOf(email, team, section) }))
    const refused = judged.find(({ error }) => error)
    if (refused?.error && !isGraceful) throw refused.error
    return {
      invited: judged.filter(({ error }) => !error).map(({ email }) => email),
      results: judged.map(toResult),
    }
  }

  /** Why an address isn't invited; undefined for one that is. */
  function refusalOf(
    email: string,
    team: TeamRow,
    section: 'TeamSettings' | 'GuestAccountsSettings',
  ): AppError | undefined {
    const isAddress = emailPattern.test(email) && email.length <= maxEmailLength
    const isAdmitted =
      isAddress &&
      isOfDomains(email, team.allowed_domains) &&
      isOfDomains(email, config.string(`${section}.RestrictCreationToDomains`))
    if (isAdmitted) return undefined
    return new AppError('api.team.invite_members.invalid_email.app_error', 400, {
      params: { Addresses: email },
    })
  }

  /** Makes every invitation worthless that hasn't been taken. */
  async function voidAll(actor: Actor): Promise<void> {
    roles.require(actor, 'invalidate_email_invite')
    await transact(async (tx) => {
      await tokens.voidKinds(tx, invitationKinds)
      await audits.record(tx, { actor, action: 'invalidateAllEmailInvites' })
    })
  }

  return { inviteMembers, inviteGuests, voidAll }
}

/** What one address came to, as clients show it. */
function toResult({ email, error }: { email: string; error: AppError | undefined }): InviteResult {
  if (!error) return { email, error: null }
  const { id, status, params } = error
  const message = errorMessage(id, params)
  return { email, error: { id, message, detailed_error: '', status_code: status } }
}
