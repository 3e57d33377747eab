import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { EphemeralPosts } from '#domains/posts/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { type Evaluated, evaluate, type Known, type NamedGroup } from './evaluation.ts'
import { keywordIndex } from './keywords.ts'
import { mentionReplies } from './replies.ts'
import {
  countMembersUpTo,
  findKeywords,
  findNamed as findNamedRows,
  findWidelyMentioned,
} from './store.ts'
import { addMentions, type Mentioned, type Strength } from './strengths.ts'
import { namesIn, plainWords, type Said, textsOf, type Word, wideNames } from './words.ts'

export type MentionsService = ReturnType<typeof mentionsService>
export type { Mentioned, Strength } from './strengths.ts'

/** Whom a post mentions, and what its author has to know of that. */
export type Mentions = {
  mentioned: Mentioned
  /** The people whom the text names one by one. */
  namedIds: string[]
  /** Whether the text names anybody or anything at all. */
  isNaming: boolean
  /** Why a mention of the whole channel reached nobody. */
  wideRefusal: 'denied' | 'tooMany' | undefined
  outsiderIds: string[]
  absentGroups: string[]
}

/** Who is told of a reply without being named: by their wish, and without collapsed threads. */
type Commenter = { user_id: string; kind: 'comment' | 'thread' }

/** The group's members, in the channel and outside of it. */
type GroupMemberRow = { name: string; user_id: string | null; is_member: boolean }

type Deps = {
  db: Db
  config: ConfigService
  channels: Pick<ChannelsService, 'may' | 'memberIds'>
  users: Pick<UsersService, 'visibleAmong'>
  statuses: Pick<StatusesService, 'current'>
  ephemeral: Pick<EphemeralPosts, 'send'>
  newId: () => string
  /** The members of the groups of these names that can be mentioned in the channel. */
  findGroupMentions: (db: Db, channel: ChannelRow, names: string[]) => Promise<GroupMemberRow[]>
  findCommenters: (root: { id: string; user_id: string }, channelId: string) => Promise<Commenter[]>
}

type Asked = {
  actor: Actor
  channel: ChannelRow
  said: Said
  /** Of a reply. */
  root: { id: string; user_id: string } | undefined
}

const noWords: Evaluated = {
  mentioned: new Map(),
  namedIds: new Set(),
  wide: new Set(),
  outsiderIds: new Set(),
  absentGroups: new Set(),
}

/** Finds whom posts mention: by name, keyword, group, the whole channel, or without a word. */
export function mentionsService(deps: Deps) {
  const { db, config, channels, statuses, findGroupMentions, findCommenters } = deps
  const keywords = keywordIndex((ids) => findKeywords(db, ids))
  const replies = mentionReplies(deps)

  /** Never the author, unless by a webhook of theirs. */
  async function find({ actor, channel, said, root }: Asked): Promise<Mentions> {
    const isDirect = channel.type === ChannelType.Direct
    const words = isDirect ? [] : await wordsOf(textsOf(said))
    const names = namesIn(words)
    const found = words.length > 0 ? await read(words, channel, actor) : noWords
    const mentioned = new Map<string, Strength>(found.mentioned)
    const wideRefusal = await addWide(mentioned, found.wide, actor, channel)
    if (root) await addCommenters(mentioned, root, channel.id)
    if (isDirect || channel.type === ChannelType.Group) await addOthers(mentioned, channel)
    if (said.props.from_webhook !== 'true') mentioned.delete(actor.userId)
    return {
      mentioned,
      namedIds: [...found.namedIds].filter((id) => id !== actor.userId),
      isNaming: names.size > 0,
      wideRefusal,
      outsiderIds: [...found.outsiderIds],
      absentGroups: [...found.absentGroups],
    }
  }

  /** The words that may mention somebody; a text without them is hardly looked at. */
  async function wordsOf(texts: string[]): Promise<Word[]> {
    await keywords.ready()
    return texts
      .filter((text) => text.includes('@') || keywords.mayContain(text))
      .flatMap(plainWords)
  }

  async function read(words: Word[], channel: ChannelRow, actor?: Actor): Promise<Evaluated> {
    const names = [...namesIn(words)].filter((name) => !wideNames.has(name))
    const ids = new Set<string>()
    for (const word of words) {
      for (const form of [...word.forms, ...word.parts]) {
        for (const id of keywords.usersOf(form)) ids.add(id)
      }
      for (const id of keywords.usersWithin(word)) ids.add(id)
    }
    if (names.length === 0 && ids.size === 0) return evaluate(words, { ...nobody, keywords })
    const rows = await findNamedRows(db, channel.id, { names, ids: [...ids] })
    const members = rows.filter((row) => row.is_member)
    const outsiders = rows.filter((row) => !row.is_member)
    const taken = new Set(rows.map((row) => row.username))
    const isTaken = (form: string) => form.startsWith('@') && taken.has(form.slice(1).toLowerCase())
    const left = words.filter(({ forms }) => !forms.some(isTaken))
    const others = [...namesIn(left)].filter((name) => !taken.has(name) && !wideNames.has(name))
    return evaluate(words, {
      membersByName: new Map(members.map((row) => [row.username, row.id])),
      outsidersByName: new Map(outsiders.map((row) => [row.username, row.id])),
      groupsByName: actor ? await groupsOf(actor, channel, others) : new Map(),
      memberIds: new Set(members.map((row) => row.id)),
      keywords,
    })
  }

  async function groupsOf(
    actor: Actor,
    channel: ChannelRow,
    names: string[],
  ): Promise<Map<string, NamedGroup>> {
    const groups = new Map<string, NamedGroup>()
    if (names.length === 0 || !(await channels.may(actor, channel, 'use_group_mentions'))) {
      return groups
    }
    for (const { name, user_id, is_member } of await findGroupMentions(db, channel, names)) {
      const group = groups.get(name) ?? { memberIds: [], outsiderIds: [] }
      groups.set(name, group)
      if (user_id) (is_member ? group.memberIds : group.outsiderIds).push(user_id)
    }
    return groups
  }

  async function addWide(
    mentioned: Map<string, Strength>,
    wide: ReadonlySet<string>,
    actor: Actor,
    channel: ChannelRow,
  ): Promise<Mentions['wideRefusal']> {
    if (wide.size === 0) return undefined
    if (!(await channels.may(actor, channel, 'use_channel_mentions'))) return 'denied'
    const limit = config.int('TeamSettings.MaxNotificationsPerChannel')
    if ((await countMembersUpTo(db, channel.id, limit)) >= limit) return 'tooMany'
    const everybody = await findWidelyMentioned(db, channel.id)
    const isForAll = wide.has('all') || wide.has('channel')
    addMentions(mentioned, isForAll ? everybody : await onlineAmong(everybody), 'channel')
    return undefined
  }

  async function onlineAmong(userIds: string[]): Promise<string[]> {
    const current = await statuses.current(userIds)
    return userIds.filter((id) => current.get(id)?.status === 'online')
  }

  async function addCommenters(
    mentioned: Map<string, Strength>,
    root: { id: string; user_id: string },
    channelId: string,
  ): Promise<void> {
    for (const { user_id, kind } of await findCommenters(root, channelId)) {
      addMentions(mentioned, [user_id], kind)
    }
  }

  async function addOthers(mentioned: Map<string, Strength>, channel: ChannelRow): Promise<void> {
    const strength = channel.type === ChannelType.Direct ? 'dm' : 'gm'
    addMentions(mentioned, await channels.memberIds(channel), strength)
  }

  /** The members whom a text names, by name alone and also by keyword. */
  async function findNamed(
    channel: ChannelRow,
    text: string,
  ): Promise<{ namedIds: string[]; ids: string[] }> {
    const words = await wordsOf([text])
    if (words.length === 0) return { namedIds: [], ids: [] }
    const found = await read(words, channel)
    return { namedIds: [...found.namedIds], ids: [...found.mentioned.keys()] }
  }

  /** Tells the author of a post whom it did not reach, and why. */
  async function tellAuthor(
    actor: Actor,
    author: UserRow,
    channel: ChannelRow,
    post: { root_id: string },
    mentions: Mentions,
  ): Promise<void> {
    await replies.tell({ actor, author, channel, rootId: post.root_id, mentions })
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'user') keywords.note(change.user_id)
    if (change.kind === 'everything') keywords.noteAll()
  }

  return { find, findNamed, tellAuthor, onChange }
}

const nobody: Omit<Known, 'keywords'> = {
  membersByName: new Map(),
  outsidersByName: new Map(),
  groupsByName: new Map(),
  memberIds: new Set(),
}
