import { type DefaultChannels, newChannelRow } from '#domains/channels/members.ts'
import {
  defaultChannelNames,
  defaultChannelNotifyProps,
  requireValidChannel,
  toDirectName,
  toGroupName,
  toNotifyProps,
} from '#domains/channels/rules.ts'
import type { ImportRules } from '#domains/imports/rules.ts'
import {
  findHashtags,
  maxFiles,
  requireValidMessage,
  toOwnProps,
  uncountedTypes,
} from '#domains/posts/rules.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { requireValidTeam } from '#domains/teams/rules.ts'
import type { PasswordHashing } from '#domains/users/password.ts'
import { defaultNotifyProps, defaultTimezone, requireValidUser } from '#domains/users/rules.ts'

/** The rules of all domains whose rows an import writes. */
export function importRules(given: {
  roles: RolesService
  defaultChannels: DefaultChannels
  hashing: PasswordHashing
}): ImportRules {
  const { roles, defaultChannels, hashing } = given
  return {
    users: {
      requireValid: requireValidUser,
      hashPassword: hashing.hash,
      defaultNotifyProps,
      defaultTimezone,
    },
    roles: {
      exist: (names) => names.every((name) => roles.byNames([name]).length === 1),
    },
    teams: { requireValid: requireValidTeam },
    channels: {
      requireValid: (channel) => requireValidChannel(channel),
      newRow: newChannelRow,
      createDefaults: defaultChannels.create,
      defaultNames: defaultChannelNames.map(({ name }) => name),
      defaultNotifyProps: defaultChannelNotifyProps,
      toNotifyProps,
      toDirectName,
      toGroupName,
    },
    posts: { requireValidMessage, findHashtags, toOwnProps, uncountedTypes, maxFiles },
  }
}
