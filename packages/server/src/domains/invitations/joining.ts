import type { TeamMember } from '@redoubt/wire/teams.ts'
import type { NewUser, User } from '@redoubt/wire/users.ts'
import type { ChannelRow, Memberships } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import {
  invitationKinds,
  type OneTimeTokens,
  type TokenKind,
  type TokenRow,
} from '#domains/one-time-tokens/service.ts'
import type { TeamRow, TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { readExtra } from './extra.ts'

export type InvitationJoining = ReturnType<typeof invitationJoining>

type Deps = {
  transact: Transact
  config: ConfigService
  users: Pick<UsersService, 'getRow' | 'prepare' | 'insert' | 'get'>
  teams: Pick<TeamsService, 'addMember' | 'requireRoom' | 'getMember'>
  findTeam: (id: string) => Promise<TeamRow | undefined>
  findChannel: (id: string) => Promise<ChannelRow | undefined>
  memberships: Pick<Memberships, 'add' | 'postJoined'>
  tokens: OneTimeTokens
}

/** What an invitation opens. */
type Place = { team: TeamRow; channels: ChannelRow[] }

/** Ids for a link of an invitation that isn't good. */
const badInvitation = {
  invalid: 'api.user.create_user.signup_link_invalid.app_error',
  expired: 'api.user.create_user.signup_link_expired.app_error',
} as const

const withPassword = ['team_invitation', 'guest_invitation'] as const satisfies readonly TokenKind[]

/** Taking an invitation that came by mail: with a new account, or with one that is there. */
export function invitationJoining(deps: Deps) {
  const { transact, config, users, teams, findTeam, findChannel, memberships, tokens } = deps

  /**
   * Makes an account by the token of an invitation, and lets it in: everything or nothing, and of
   * several at once one. Throws 400 for a token that isn't good, or is another address's.
   */
  async function signUp(token: string, input: NewUser): Promise<User> {
    const invitation = await tokens.peek(token, invitationKinds)
    if (invitation?.kind === 'guest_magic_link_invitation') {
      throw new AppError('api.user.create_user.invalid_invitation_type.app_error', 400)
    }
    const isGuest = invitation?.kind === 'guest_invitation'
    if (isGuest) requireGuests()
    if (invitation && invitation.email !== input.email.toLowerCase()) {
      throw new AppError('api.user.create_user.bad_token_email_data.app_error', 400)
    }
    const place = await placeOf(invitation)
    if (place) await teams.requireRoom(place.team, newcomer(input.email.toLowerCase(), isGuest))
    const passwordHash = await users.prepare(input)
    const row = await transact(async (tx) => {
      await tokens.redeem(tx, token, withPassword, badInvitation)
      const user = await users.insert(tx, input, { passwordHash, isGuest, isVerified: true })
      await letIn(tx, user, place)
      return user
    })
    return users.get(ownActor(row), row.id)
  }

  /** Joins with the account that the actor has; the invitation has to be for its address. */
  async function join(actor: Actor, token: string): Promise<TeamMember> {
    const user = await users.getRow(actor.userId)
    const invitation = await tokens.peek(token, withPassword)
    if (invitation && invitation.email !== user.email) {
      throw new AppError(badInvitation.invalid, 400)
    }
    if (invitation?.kind === 'team_invitation' && isGuest(user)) {
      throw new AppError('api.team.add_user_to_team_from_invite.guest.app_error', 403)
    }
    const place = await placeOf(invitation)
    if (place) await teams.requireRoom(place.team, user)
    await transact(async (tx) => {
      await tokens.redeem(tx, token, withPassword, badInvitation)
      await letIn(tx, user, place)
    })
    return teams.getMember(actor, place?.team.id ?? '', user.id)
  }

  /** Makes the account of a guest who will never have a password. */
  async function signUpGuest(token: string, username: string): Promise<UserRow> {
    requireGuests()
    const invitation = await tokens.peek(token, ['guest_magic_link_invitation'])
    const place = await placeOf(invitation)
    if (invitation && place) {
      await teams.requireRoom(place.team, newcomer(invitation.email, true))
    }
    return transact(async (tx) => {
      const { email } = await tokens.redeem(tx, token, ['guest_magic_link_invitation'], {
        invalid: 'api.user.guest_magic_link.invalid_token.app_error',
        expired: 'api.user.guest_magic_link.expired_token.app_error',
      })
      const user = await users.insert(
        tx,
        { username, email },
        { passwordHash: '', isGuest: true, isVerified: true, authService: 'magic_link' },
      )
      await letIn(tx, user, place)
      return user
    })
  }

  function requireGuests(): void {
    if (config.bool('GuestAccountsSettings.Enable')) return
    throw new AppError('api.user.create_user.guest_accounts.disabled.app_error', 400)
  }

  /** Where it leads; undefined for a token that isn't good, which is told when it is redeemed. */
  async function placeOf(invitation: TokenRow | undefined): Promise<Place | undefined> {
    if (!invitation) return undefined
    const { team_id, channel_ids } = readExtra(invitation.extra)
    const team = await findTeam(team_id)
    if (!team || team.delete_at > 0) throw new AppError(badInvitation.invalid, 400)
    if (team.group_constrained) {
      throw new AppError('app.team.invite_token.group_constrained.error', 403)
    }
    const found = await Promise.all(channel_ids.map(findChannel))
    const channels = found.filter(
      (channel) => channel?.delete_at === 0 && channel.team_id === team.id,
    )
    return { team, channels: channels.filter((channel) => channel !== undefined) }
  }

  async function letIn(tx: Tx, user: UserRow, place: Place | undefined): Promise<void> {
    if (!place) return
    await teams.addMember(tx, place.team, user)
    for (const channel of place.channels) {
      const isNew = await memberships.add(tx, channel, user)
      if (isNew) await memberships.postJoined(tx, channel, user)
    }
  }

  return { signUp, join, signUpGuest }
}

function isGuest(user: UserRow): boolean {
  return user.roles.split(' ').includes('system_guest')
}

function newcomer(email: string, isGuest: boolean) {
  return { id: '', email, is_bot: false, roles: isGuest ? 'system_guest' : 'system_user' }
}

function ownActor(user: UserRow): Actor {
  return {
    userId: user.id,
    sessionId: '',
    roles: user.roles.split(' '),
    isOAuth: false,
    isLocal: false,
    connectionId: '',
  }
}
