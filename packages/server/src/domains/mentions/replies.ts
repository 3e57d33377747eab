import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { EphemeralPosts } from '#domains/posts/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Db } from '#platform/db/database.ts'
import type { Mentions } from './service.ts'
import { findOutsiders, type OutsiderRow } from './store.ts'
import { textsFor } from './texts.ts'

type Deps = {
  db: Db
  config: ConfigService
  users: Pick<UsersService, 'visibleAmong'>
  ephemeral: Pick<EphemeralPosts, 'send'>
  newId: () => string
}

type Told = {
  actor: Actor
  author: UserRow
  channel: ChannelRow
  rootId: string
  mentions: Mentions
}

/** Beyond these nobody adds people one by one. */
const mostOutsiders = 100

/** What authors are told of those whom they didn't reach; only they see it. */
export function mentionReplies({ db, config, users, ephemeral, newId }: Deps) {
  async function tell(told: Told): Promise<void> {
    const { author, mentions } = told
    const texts = textsFor(author.locale)
    if (mentions.wideRefusal === 'denied') say(told, texts.denied)
    if (mentions.wideRefusal === 'tooMany') {
      say(told, texts.tooMany(config.int('TeamSettings.MaxNotificationsPerChannel')))
    }
    for (const group of mentions.absentGroups) say(told, texts.absentGroup(group))
    if (mentions.outsiderIds.length > 0) await tellOfOutsiders(told)
  }

  /** Clients offer to add those who are in the team; whom the author may not know of isn't told. */
  async function tellOfOutsiders(told: Told): Promise<void> {
    const { actor, author, channel, mentions } = told
    if (!channel.team_id) return
    const ids = mentions.outsiderIds.filter((id) => id !== author.id).slice(0, mostOutsiders)
    const visible = await users.visibleAmong(actor, ids)
    const people = visible.length > 0 ? await findOutsiders(db, channel.team_id, visible) : []
    if (people.length === 0) return
    const ofTeam = people.filter((person) => person.is_in_team)
    const [inGroups, addable] = channel.group_constrained ? [ofTeam, []] : [[], ofTeam]
    const texts = textsFor(author.locale)
    const parts = [
      { people: addable, text: texts.outside },
      { people: inGroups, text: texts.outsideGroups },
      { people: people.filter((person) => !person.is_in_team), text: texts.outsideTeam },
    ].filter((part) => part.people.length > 0)
    const message = parts
      .map((part) => part.text(listed(part.people), part.people.length === 1))
      .join('\n')
    const id = newId()
    say(told, message, { id, ...(ofTeam.length > 0 && propsOf(id, addable, inGroups)) })
  }

  function say(
    { author, channel, rootId }: Told,
    message: string,
    more: { id?: string; serverProps?: Record<string, unknown> } = {},
  ): void {
    ephemeral.send(author.id, {
      channel_id: channel.id,
      user_id: author.id,
      root_id: rootId,
      message,
      ...more,
    })
  }

  return { tell }
}

/** By these clients show links that add people. Phones read the first two lists, others the rest. */
function propsOf(id: string, addable: OutsiderRow[], inGroups: OutsiderRow[]) {
  const everybody = [...addable, ...inGroups]
  const add_channel_member = {
    post_id: id,
    usernames: usernames(everybody),
    user_ids: ids(everybody),
    not_in_channel_usernames: usernames(addable),
    not_in_channel_user_ids: ids(addable),
    not_in_groups_usernames: usernames(inGroups),
    not_in_groups_user_ids: ids(inGroups),
  }
  return { serverProps: { add_channel_member } }
}

const usernames = (people: OutsiderRow[]) => people.map(({ username }) => username)
const ids = (people: OutsiderRow[]) => people.map(({ id }) => id)
const listed = (people: OutsiderRow[]) => people.map(({ username }) => `@${username}`).join(', ')
