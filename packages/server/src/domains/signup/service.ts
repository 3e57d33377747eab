import type { TeamMember } from '@redoubt/wire/teams.ts'
import type { NewUser, User } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { InvitationJoining } from '#domains/invitations/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import { isOfDomains } from '#platform/email-domains.ts'

type Deps = {
  config: ConfigService
  roles: RolesService
  users: UsersService
  teams: TeamsService
  joining: Pick<InvitationJoining, 'signUp' | 'join'>
}

/** Who may make an account, and what a new one joins at once. */
export function signupService({ config, roles, users, teams, joining }: Deps) {
  /**
   * Makes an account: the first one, one by an invitation, one made by an administrator, or
   * anybody's on an open server. Throws 403 or 501 for everybody else.
   */
  async function signUp(
    actor: Actor,
    input: NewUser,
    { inviteId, token }: { inviteId: string; token: string },
  ): Promise<User> {
    const isAdministrator = roles.grants(actor, 'sysconsole_write_user_management_users')
    if (!isAdministrator) requireOpen(inviteId || token)
    if (token) return joining.signUp(token, input)
    // Refused before there is an account that the link was no good for.
    if (inviteId) requireUnconstrained(await teams.getByInviteId(inviteId))
    const isAdmitted = isOfDomains(
      input.email.toLowerCase(),
      config.string('TeamSettings.RestrictCreationToDomains'),
    )
    if (!isAdmitted) throw new AppError('api.user.create_user.accepted_domain.app_error', 400)
    const user = await users.create(input)
    if (inviteId)
      await teams.joinByInviteId({ ...actor, userId: user.id, roles: ['system_user'] }, inviteId)
    return user
  }

  /** Joins with the account that one has, by a link or by the token of a mail. */
  function join(
    actor: Actor,
    { inviteId, token }: { inviteId: string; token: string },
  ): Promise<TeamMember> {
    if (token) return joining.join(actor, token)
    if (inviteId) return teams.joinByInviteId(actor, inviteId)
    throw new AppError('api.team.add_user_to_team.missing_parameter.app_error', 400)
  }

  function requireUnconstrained(team: { group_constrained: boolean | null }): void {
    if (!team.group_constrained) return
    throw new AppError('app.team.invite_id.group_constrained.error', 403)
  }

  function requireOpen(invitation: string): void {
    const isOn =
      config.bool('TeamSettings.EnableUserCreation') &&
      config.bool('EmailSettings.EnableSignUpWithEmail')
    if (!isOn) throw new AppError('api.user.create_user.signup_email_disabled.app_error', 501)
    const isInvited = invitation !== '' || !config.hasAccounts
    if (!isInvited && !config.bool('TeamSettings.EnableOpenServer')) {
      throw new AppError('api.user.create_user.no_open_server', 403)
    }
  }

  return { signUp, join }
}
