import type { NewUser, User } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import { isOfDomains } from '#platform/email-domains.ts'

export type SignupService = ReturnType<typeof signupService>

type Deps = {
  config: ConfigService
  roles: RolesService
  users: UsersService
  teams: TeamsService
}

/** Who may make an account, and what a new one joins at once. */
export function signupService({ config, roles, users, teams }: Deps) {
  /**
   * Makes an account: the first one, one by an invitation link, one made by an administrator, or
   * anybody's on an open server. Throws 403 or 501 for everybody else.
   */
  async function signUp(actor: Actor, input: NewUser, inviteId: string): Promise<User> {
    const isAdministrator = roles.grants(actor, 'sysconsole_write_user_management_users')
    if (!isAdministrator) requireOpen(inviteId)
    // Refused before there is an account that the link was no good for.
    if (inviteId) await teams.getByInviteId(inviteId)
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

  function requireOpen(inviteId: string): void {
    const isOn =
      config.bool('TeamSettings.EnableUserCreation') &&
      config.bool('EmailSettings.EnableSignUpWithEmail')
    if (!isOn) throw new AppError('api.user.create_user.signup_email_disabled.app_error', 501)
    const isInvited = inviteId !== '' || !config.hasAccounts
    if (!isInvited && !config.bool('TeamSettings.EnableOpenServer')) {
      throw new AppError('api.user.create_user.no_open_server', 403)
    }
  }

  return { signUp }
}
