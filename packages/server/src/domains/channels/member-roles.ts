import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { ChannelAccess } from './access.ts'
import { channelMemberUpdated } from './events.ts'
import { type ChannelMemberRow, lockChannelMember, updateChannelMember } from './member-store.ts'
import { toChannelMember } from './members.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  access: ChannelAccess
}

type Key = { channel_id: string; user_id: string }
type SchemeRoles = { scheme_admin: boolean; scheme_user: boolean; scheme_guest?: boolean }

/** What a member of a channel is allowed by their role, and their choice of translations. */
export function channelMemberRoles({ transact, clock, config, roles, access }: Deps) {
  /**
   * Sets the flags that give a member the scheme's roles. Who is a guest follows from the account
   * alone: throws 400 for anything else.
   */
  async function updateSchemeRoles(
    actor: Actor,
    channelId: string,
    userId: string,
    flags: SchemeRoles,
  ): Promise<void> {
    await access.access(actor, channelId, 'manage_channel_roles')
    const key = { channel_id: channelId, user_id: resolveMe(actor, userId) }
    await change(key, (before) => {
      const asksGuest = flags.scheme_guest ?? before.scheme_guest
      if (asksGuest && flags.scheme_user) {
        throw new AppError('api.channel.update_channel_member_roles.guest_and_user.app_error', 400)
      }
      if (before.scheme_guest && !(asksGuest && !flags.scheme_admin)) {
        throw new AppError('api.channel.update_channel_member_roles.guest.app_error', 400)
      }
      if (!before.scheme_guest && asksGuest) {
        throw new AppError('api.channel.update_channel_member_roles.user_and_guest.app_error', 400)
      }
      return { scheme_admin: flags.scheme_admin, scheme_user: flags.scheme_user }
    })
  }

  /** Sets a member's roles by their names, as the original did before there were schemes. */
  async function updateRoles(
    actor: Actor,
    channelId: string,
    userId: string,
    text: string,
  ): Promise<void> {
    await access.access(actor, channelId, 'manage_channel_roles')
    const flags = roles.parseMemberRoles(text, await access.roleNamesIn(channelId))
    if (!flags) {
      throw new AppError('api.channel.update_channel_member_roles.scheme_role.app_error', 400)
    }
    await change({ channel_id: channelId, user_id: resolveMe(actor, userId) }, (before) => {
      if (before.scheme_guest !== flags.scheme_guest) {
        throw new AppError(
          'api.channel.update_channel_member_roles.changing_guest_role.app_error',
          400,
        )
      }
      if (flags.scheme_guest && (flags.scheme_user || flags.scheme_admin)) {
        throw new AppError('api.channel.update_channel_member_roles.guest.app_error', 400)
      }
      if (!flags.scheme_guest && !flags.scheme_user) {
        throw new AppError(
          'api.channel.update_channel_member_roles.unset_user_scheme.app_error',
          400,
        )
      }
      return flags
    })
  }

  /** Chooses whether posts of a channel are translated for a member. */
  async function updateAutotranslation(
    actor: Actor,
    channelId: string,
    idOrMe: string,
    isDisabled: boolean,
  ): Promise<void> {
    const userId = access.requireOwn(actor, idOrMe)
    const channel = await access.accessToRead(actor, channelId)
    if (!config.bool('AutoTranslationSettings.Enable')) {
      throw new AppError(
        'api.channel.update_channel_member_autotranslation.feature_not_available.app_error',
        403,
      )
    }
    if (!channel.autotranslation) {
      throw new AppError(
        'api.channel.update_channel_member_autotranslation.channel_not_enabled.app_error',
        400,
      )
    }
    await change({ channel_id: channelId, user_id: userId }, () => ({
      autotranslation_disabled: isDisabled,
    }))
  }

  async function change(
    key: Key,
    toChanges: (before: ChannelMemberRow) => Parameters<typeof updateChannelMember>[2],
  ): Promise<void> {
    await transact(async (tx: Tx) => {
      const before = await lockChannelMember(tx, key)
      if (!before) throw new AppError('app.channel.get_member.missing.app_error', 404)
      const changes = { ...toChanges(before), last_update_at: clock() }
      const row = await updateChannelMember(tx, key, changes)
      if (!row) throw new AppError('app.channel.get_member.missing.app_error', 404)
      tx.changed({ kind: 'channel_member', ...key, isMember: true })
      const names = await access.roleNamesIn(key.channel_id)
      tx.emit(channelMemberUpdated(toChannelMember(row, row.user_id, names)))
    })
  }

  return { updateSchemeRoles, updateRoles, updateAutotranslation }
}
