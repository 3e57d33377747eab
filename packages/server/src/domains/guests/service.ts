import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelsService, DefaultChannels } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { OneTimeTokens } from '#domains/one-time-tokens/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { guestsDeactivated } from './events.ts'
import { deactivateGuests } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  users: Pick<UsersService, 'getRow' | 'change' | 'requireOtherAdministrator'>
  teams: Pick<TeamsService, 'setGuest'>
  channels: Pick<ChannelsService, 'setGuest'>
  defaultChannels: Pick<DefaultChannels, 'join'>
  tokens: OneTimeTokens
  /** Ends every session of these accounts. */
  endSessions: (tx: Tx, userIds: string[]) => Promise<void>
  /** Notes on every session of the account whether it is a guest's. */
  markSessions: (tx: Tx, userId: string, isGuest: boolean) => Promise<void>
}

/** People from outside: they see the channels that they were asked into, and nobody else's. */
export function guestsService(deps: Deps) {
  const { transact, clock, config, roles, users, teams, channels, defaultChannels } = deps
  const { tokens, audits, endSessions, markSessions } = deps

  /** Makes a member a guest: the channels stay, every further right is gone at once. */
  async function demote(actor: Actor, idOrMe: string): Promise<void> {
    roles.require(actor, 'demote_to_guest')
    if (!config.bool('GuestAccountsSettings.Enable')) {
      throw new AppError('api.team.demote_user_to_guest.disabled.error', 501)
    }
    const user = await users.getRow(resolveMe(actor, idOrMe))
    if (roles.anyGrants(user.roles.split(' '), 'manage_system')) {
      roles.require(actor, 'manage_system')
    }
    if (user.is_bot) throw forbidden()
    if (isGuest(user)) {
      throw new AppError('api.user.demote_user_to_guest.already_guest.app_error', 501)
    }
    await users.requireOtherAdministrator(user)
    await transact(async (tx) => {
      await users.change(tx, user.id, { roles: 'system_guest' })
      await teams.setGuest(tx, user.id, true)
      await channels.setGuest(tx, user.id, true)
      await markSessions(tx, user.id, true)
      await audits.record(tx, { actor, action: 'demoteUserToGuest', info: `user=${user.id}` })
    })
  }

  /** Makes a guest a member, who is then in the default channels of its teams. */
  async function promote(actor: Actor, idOrMe: string): Promise<void> {
    roles.require(actor, 'promote_guest')
    const user = await users.getRow(resolveMe(actor, idOrMe))
    if (!isGuest(user)) throw new AppError('api.user.promote_guest_to_user.no_guest.app_error', 501)
    if (user.auth_service === 'magic_link') {
      throw new AppError('api.user.promote_guest_to_user.magic_link_enabled.app_error', 501)
    }
    await transact(async (tx) => {
      const member = await users.change(tx, user.id, { roles: 'system_user' })
      const teamIds = await teams.setGuest(tx, user.id, false)
      await channels.setGuest(tx, user.id, false)
      await markSessions(tx, user.id, false)
      await audits.record(tx, { actor, action: 'promoteGuestToUser', info: `user=${user.id}` })
      for (const teamId of teamIds) await defaultChannels.join(tx, { teamId, user: member })
    })
  }

  /** Where guests, or their links, have been switched off, they are out with that very change. */
  async function onConfigSave(
    tx: Tx,
    changedKeys: readonly string[],
    isOn: (name: string) => boolean,
  ): Promise<void> {
    const wasSwitchedOff = (name: string) => changedKeys.includes(name) && !isOn(name)
    const areAllOff = wasSwitchedOff('GuestAccountsSettings.Enable')
    const areLinksOff = wasSwitchedOff('GuestAccountsSettings.EnableGuestMagicLink')
    if (!areAllOff && !areLinksOff) return
    const ids = await deactivateGuests(tx, { now: clock(), onlyMagicLink: !areAllOff })
    for (const id of ids) tx.changed({ kind: 'user', user_id: id })
    await endSessions(tx, ids)
    await tokens.voidKinds(tx, ['guest_magic_link', 'guest_magic_link_invitation'])
    if (areAllOff) await tokens.voidKinds(tx, ['guest_invitation'])
    tx.emit(guestsDeactivated(null))
  }

  return { demote, promote, onConfigSave }
}

function isGuest(user: UserRow): boolean {
  return user.roles.split(' ').includes('system_guest')
}
