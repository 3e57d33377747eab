import {
  type ImportChannel,
  type ImportDirectChannel,
  type ImportParticipant,
  type ImportTeam,
  type ImportUser,
  importedPreferences,
} from '@redoubt/wire/imports.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { newId, newToken } from '#platform/ids.ts'
import { Lru } from '#platform/lru.ts'
import type { Directory } from './directory.ts'
import { LineError } from './lines.ts'
import type { ImportRules } from './rules.ts'
import {
  findChannelByName,
  findTeamByName,
  findUserByUsername,
  findUserIdByEmail,
  insertChannel,
  insertTeam,
  insertUser,
  lockChannels,
  type NewChannelMember,
  type NewTeamMember,
  type PreferenceRow,
  type UserRow,
  updateChannel,
  updateTeam,
  updateUser,
  upsertChannelMembers,
  upsertPreferences,
  upsertTeamMembers,
} from './store.ts'

/** What a line did. */
export type Outcome = 'created' | 'updated' | 'unchanged'

type Deps = {
  transact: Transact
  clock: Clock
  rules: ImportRules
  directory: Directory
  defaultLocale: string
}

const cachedPasswords = 1_000

/** Teams, channels, people and who is in what. Each line is one transaction. */
export function importPeople({ transact, clock, rules, directory, defaultLocale }: Deps) {
  const hashes = new Lru<Promise<string>>(cachedPasswords)

  async function team(line: ImportTeam): Promise<Outcome> {
    const input = { ...line, name: line.name.toLowerCase() }
    rules.teams.requireValid(input)
    const { name, display_name, type } = input
    const wanted = {
      display_name,
      type,
      ...(input.description !== undefined && { description: input.description }),
      ...(input.allow_open_invite !== undefined && { allow_open_invite: input.allow_open_invite }),
    }
    return transact(async (tx) => {
      const existing = await findTeamByName(tx.db, name)
      const now = clock()
      if (existing) {
        if (!differs(existing, wanted)) return 'unchanged'
        await updateTeam(tx, existing.id, { ...wanted, update_at: now })
        tx.changed({ kind: 'team', team_id: existing.id })
        return 'updated'
      }
      const id = newId(now)
      await insertTeam(tx, {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        name,
        description: '',
        email: '',
        company_name: '',
        allowed_domains: '',
        invite_id: newToken(),
        allow_open_invite: false,
        last_team_icon_update: 0,
        scheme_id: null,
        group_constrained: null,
        ...wanted,
      })
      await rules.channels.createDefaults(tx, id)
      return 'created'
    })
  }

  async function channel(line: ImportChannel): Promise<Outcome> {
    const teamId = await directory.teamId(line.team)
    const name = line.name.toLowerCase()
    const texts = {
      display_name: line.display_name || name,
      ...(line.header !== undefined && { header: line.header }),
      ...(line.purpose !== undefined && { purpose: line.purpose }),
    }
    rules.channels.requireValid({ name, ...texts })
    const wanted = { ...texts, ...(line.deleted_at && { delete_at: line.deleted_at }) }
    return transact(async (tx) => {
      const existing = await findChannelByName(tx.db, teamId, name)
      const now = clock()
      if (!existing) {
        const row = rules.channels.newRow({ teamId, name, type: line.type, ...texts, now })
        await insertChannel(tx, { ...row, ...wanted })
        return 'created'
      }
      // Who may read a channel is nothing that a file changes in passing.
      if (existing.type !== line.type) {
        throw new LineError(`The channel ${name} is there already, with the type ${existing.type}.`)
      }
      if (!differs(existing, wanted)) return 'unchanged'
      await updateChannel(tx, existing.id, { ...wanted, update_at: now })
      tx.changed({ kind: 'channel', channel_id: existing.id })
      return 'updated'
    })
  }

  async function user(line: ImportUser): Promise<Outcome> {
    const username = line.username.toLowerCase()
    const email = line.email.toLowerCase()
    rules.users.requireValid({ ...line, username, email })
    const isGuest = hasRole(line.roles, 'system_guest')
    const teams = await toTeamMembers(line, isGuest)
    const channels = await toChannelMembers(line, isGuest)
    requireRoles([line, ...(line.teams ?? [])].map(({ roles }) => roles))
    const password = line.password && (await hashOnce(line.password))
    return transact(async (tx) => {
      const existing = await findUserByUsername(tx.db, username)
      const owner = await findUserIdByEmail(tx.db, email)
      if (owner && owner !== existing?.id) throw new LineError(`The address ${email} is taken.`)
      const { id, outcome } = existing
        ? await change(tx, existing, { ...line, email })
        : await create(tx, { ...line, username, email }, password ?? '')
      const joined = await join(tx, id, teams, channels)
      await upsertPreferences(tx, toPreferences(line, id, channels))
      return outcome === 'unchanged' && joined ? 'updated' : outcome
    })
  }

  async function create(tx: Tx, line: ImportUser, password: string) {
    const now = clock()
    const id = newId(now)
    await insertUser(tx, {
      id,
      create_at: now,
      update_at: now,
      delete_at: line.delete_at ?? 0,
      username: line.username,
      // Without one the account can't log in until somebody sets it.
      password,
      auth_data: null,
      auth_service: '',
      email: line.email,
      email_verified: true,
      nickname: line.nickname ?? '',
      first_name: line.first_name ?? '',
      last_name: line.last_name ?? '',
      position: line.position ?? '',
      roles: line.roles || 'system_user',
      notify_props: { ...rules.users.defaultNotifyProps, ...toUserNotifyProps(line) },
      last_password_update: now,
      last_picture_update: 0,
      failed_attempts: 0,
      last_login: 0,
      locale: line.locale || defaultLocale,
      timezone: rules.users.defaultTimezone,
      mfa_active: false,
      mfa_secret: '',
      remote_id: '',
      is_bot: false,
      bot_description: '',
      last_activity_at: 0,
    })
    return { id, outcome: 'created' as const }
  }

  /** Changes what the file names; never the password of an account that is there. */
  async function change(tx: Tx, existing: UserRow, line: ImportUser) {
    const { id } = existing
    const notifyProps = { ...existing.notify_props, ...toUserNotifyProps(line) }
    const names = ['email', 'nickname', 'first_name', 'last_name', 'position', 'delete_at'] as const
    const wanted: Partial<UserRow> = {
      ...(line.roles && { roles: line.roles }),
      ...(line.locale && { locale: line.locale }),
    }
    for (const name of names) {
      if (line[name] !== undefined) Object.assign(wanted, { [name]: line[name] })
    }
    const isSame =
      !differs(existing, wanted) &&
      Object.entries(notifyProps).every(([key, value]) => existing.notify_props[key] === value)
    if (isSame) return { id, outcome: 'unchanged' as const }
    await updateUser(tx, id, { ...wanted, notify_props: notifyProps, update_at: clock() })
    tx.changed({ kind: 'user', user_id: id })
    return { id, outcome: 'updated' as const }
  }

  function hashOnce(password: string): Promise<string> {
    const known = hashes.get(password) ?? rules.users.hashPassword(password)
    hashes.set(password, known)
    return known
  }

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

  async function directChannel(line: ImportDirectChannel): Promise<Outcome> {
    const people: ImportParticipant[] =
      line.participants ?? (line.members ?? []).map((username) => ({ username }))
    const usernames = people.map(({ username }) => username)
    if (usernames.length < 2) throw new LineError('A direct channel has 2 to 8 members.')
    const { ids, name, type } = await directory.direct(usernames)
    const members: NewChannelMember[] = []
    for (const person of people) {
      const userId = await directory.userId(person.username)
      if (members.some((member) => member.user_id === userId)) continue
      const { isFavorite: _isFavorite, ...member } = newMembership('', {
        ...person,
        isGuest: false,
      })
      const props = toChannelNotifyProps(person.notify_props)
      members.push({ ...member, user_id: userId, notify_props: props })
    }
    const shownBy = await directory.userIds(line.shown_by ?? [])
    const favoritedBy = await directory.userIds(line.favorited_by ?? [])
    const displayName = type === 'G' ? usernames.map(lower).sort().join(', ').slice(0, 64) : ''
    return transact(async (tx) => {
      const row = rules.channels.newRow({
        teamId: '',
        type,
        name,
        display_name: displayName,
        header: line.header ?? '',
        now: clock(),
      })
      const isNew = await insertChannel(tx, row)
      const channelId = isNew ? row.id : (await findChannelByName(tx.db, '', name))?.id
      if (!channelId) throw new LineError('The direct channel is being made; import it again.')
      const isChanged = await addToChannels(
        tx,
        members.map((member) => ({ ...member, channel_id: channelId })),
      )
      const preferences = [
        ...favoritedBy.map((userId) => preference(userId, 'favorite_channel', channelId)),
        ...shownBy.map((userId) =>
          type === 'G'
            ? preference(userId, 'group_channel_show', channelId)
            : preference(userId, 'direct_channel_show', other(ids, userId)),
        ),
      ]
      await upsertPreferences(tx, preferences)
      if (isNew) return 'created'
      return isChanged ? 'updated' : 'unchanged'
    })
  }

  return { team, channel, user, directChannel }
}

type Membership = Omit<NewChannelMember, 'user_id'> & { isFavorite: boolean }

type ReadState = {
  roles?: string
  last_viewed_at?: number
  mention_count?: number
  mention_count_root?: number
}

function newMembership(
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

function toPreferences(line: ImportUser, userId: string, channels: Membership[]): PreferenceRow[] {
  const fields = Object.keys(importedPreferences) as (keyof typeof importedPreferences)[]
  const named = fields.flatMap((field) => {
    const value = line[field]
    const [category, name] = importedPreferences[field]
    return value === undefined ? [] : [{ user_id: userId, category, name, value }]
  })
  const favorites = channels
    .filter((channel) => channel.isFavorite)
    .map((channel) => preference(userId, 'favorite_channel', channel.channel_id))
  return [...named, ...favorites]
}

function preference(userId: string, category: string, name: string): PreferenceRow {
  return { user_id: userId, category, name, value: 'true' }
}

/** A user's notification settings; the format calls push messages mobile ones. */
function toUserNotifyProps(line: ImportUser): Record<string, string> {
  const { mobile, mobile_push_status: pushStatus, ...others } = line.notify_props ?? {}
  const known = Object.entries(others).filter(([key]) => userNotifyKeys.has(key))
  return {
    ...Object.fromEntries(known),
    ...(mobile && { push: mobile }),
    ...(pushStatus && { push_status: pushStatus }),
  }
}

const userNotifyKeys = new Set([
  'desktop',
  'desktop_sound',
  'email',
  'channel',
  'comments',
  'mention_keys',
])

function differs<Row extends object>(existing: Row, wanted: Partial<Row>): boolean {
  return (Object.keys(wanted) as (keyof Row)[]).some((key) => existing[key] !== wanted[key])
}

function splitRoles(text: string | undefined): string[] {
  return (text ?? '').split(' ').filter(Boolean)
}

function hasRole(text: string | undefined, role: string): boolean {
  return splitRoles(text).includes(role)
}

/** The other of two; oneself where there is no other. */
function other(ids: readonly string[], userId: string): string {
  return ids.find((id) => id !== userId) ?? userId
}

function lower(text: string): string {
  return text.toLowerCase()
}

function ifMissing(error: unknown): undefined {
  if (error instanceof LineError) return undefined
  throw error
}
