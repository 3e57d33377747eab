import type { ImportUser } from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db/database.ts'
import type { Directory } from './directory.ts'
import { LineError } from './lines.ts'
import {
  type NewChannelMember,
  type NewTeamMember,
  upsertChannelMembers,
  upsertTeamMembers,
} from './membership-store.ts'
import { lockChannels } from './place-store.ts'
import type { ImportRules } from './rules.ts'

export type ImportMemberships = ReturnType<typeof importMemberships>

type Deps = { clock: Clock; rules: ImportRules; directory: Directory }

/** Who is in which team and channel, with which roles, and how far they have read. */
export function importMemberships({ clock, rules, directory }: Deps) {
  function requireRoles(texts: (string | undefined)[]): void {
    const names = texts.flatMap((text) => splitRoles(text))
    if (!rules.roles.exist(names)) throw new LineError(`Unknown role among ${names.join(', ')}.`)
  }

  async function toTeamMembers(line: ImportUser, isGuest: boolean): Promise<NewTeamMember[]> {
    const members = new Map<string, NewTeamMember>()
    for (const { name, roles } of line.teams ?? []) {
      const teamId = await directory.teamId(name)
      members.set(teamId, { team_id: teamId, ...toRoleColumns('team', roles, isGuest) })
    }
    return [...members.values()]
  }

  /** Those that the file names, and in each team the channels that everybody is in. */
  async function toChannelMembers(line: ImportUser, isGuest: boolean): Promise<Membership[]> {
    const members = new Map<string, Membership>()
    for (const { name: teamName, channels = [] } of line.teams ?? []) {
      const defaults = isGuest ? [] : rules.channels.defaultNames
      for (const name of defaults) {
        const channelId = await directory.channelId(teamName, name).catch(ifMissing)
        if (channelId) members.set(channelId, newMembership(channelId, { isGuest }))
      }
      for (const channel of channels) {
        const channelId = await directory.channelId(teamName, channel.name)
        requireRoles([channel.roles])
        members.set(channelId, {
          ...newMembership(channelId, { ...channel, isGuest }),
          notify_props: toChannelNotifyProps(channel.notify_props),
          isFavorite: channel.favorite ?? false,
        })
      }
    }
    return [...members.values()]
  }

  function toChannelNotifyProps(input: Record<string, string> = {}): Record<string, string> {
    const { mobile, ...others } = input
    return rules.channels.toNotifyProps({ ...others, ...(mobile && { push: mobile }) })
  }

  /** Writes the memberships; true where one is new or has changed. */
  async function join(
    tx: Tx,
    userId: string,
    teams: NewTeamMember[],
    channels: Membership[],
  ): Promise<boolean> {
    const now = clock()
    const teamIds = await upsertTeamMembers(tx, userId, teams, now)
    for (const teamId of teamIds) {
      tx.changed({ kind: 'team_member', team_id: teamId, user_id: userId, isMember: true })
    }
    const isNew = await addToChannels(
      tx,
      channels.map(({ isFavorite: _isFavorite, ...member }) => ({ ...member, user_id: userId })),
    )
    return teamIds.length > 0 || isNew
  }

  async function addToChannels(tx: Tx, members: NewChannelMember[]): Promise<boolean> {
    if (members.length === 0) return false
    await lockChannels(
      tx,
      members.map((member) => member.channel_id),
    )
    const written = await upsertChannelMembers(tx, members, {
      now: clock(),
      notifyProps: rules.channels.defaultNotifyProps,
      uncountedTypes: [...rules.posts.uncountedTypes],
    })
    for (const member of written) tx.changed({ kind: 'channel_member', ...member, isMember: true })
    return written.length > 0
  }

  return {
    requireRoles,
    toTeamMembers,
    toChannelMembers,
    toChannelNotifyProps,
    join,
    addToChannels,
  }
}

/** A channel that somebody is in. */
export type Membership = Omit<NewChannelMember, 'user_id'> & { isFavorite: boolean }

type ReadState = {
  roles?: string
  last_viewed_at?: number
  mention_count?: number
  mention_count_root?: number
}

/** A membership as a line has it. */
export function newMembership(
  channelId: string,
  { isGuest, roles, ...state }: ReadState & { isGuest: boolean },
): Membership {
  return {
    channel_id: channelId,
    ...toRoleColumns('channel', roles, isGuest),
    notify_props: {},
    last_viewed_at: state.last_viewed_at ?? null,
    mention_count: state.mention_count ?? 0,
    mention_count_root: state.mention_count_root ?? 0,
    isFavorite: false,
  }
}

/** `team_user team_admin other` as the scheme's flags and what is left over. */
function toRoleColumns(scope: 'team' | 'channel', text: string | undefined, isGuest: boolean) {
  const named = splitRoles(text)
  const ofScheme = [`${scope}_guest`, `${scope}_user`, `${scope}_admin`]
  return {
    roles: named.filter((name) => !ofScheme.includes(name)).join(' '),
    scheme_guest: isGuest,
    scheme_user: !isGuest,
    scheme_admin: !isGuest && named.includes(`${scope}_admin`),
    sets_roles: text !== undefined,
  }
}

function splitRoles(text: string | undefined): string[] {
  return (text ?? '').split(' ').filter(Boolean)
}

function ifMissing(error: unknown): undefined {
  if (error instanceof LineError) return undefined
  throw error
}
