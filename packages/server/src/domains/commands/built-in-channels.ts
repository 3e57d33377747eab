import { type Channel, ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { PreferencesService } from '#domains/preferences/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import {
  type BuiltIn,
  type BuiltInPlace,
  type BuiltInResult,
  toChannelName,
  toUsername,
} from './built-in.ts'

type Deps = {
  users: Pick<UsersService, 'getByUsername'>
  channels: Pick<
    ChannelsService,
    'patch' | 'getByName' | 'addMembers' | 'removeMember' | 'getMember' | 'updateNotifyProps'
  >
  preferences: Pick<PreferencesService, 'update'>
  /** Asks people into the team by mail. */
  inviteByMail: (actor: Actor, teamId: string, emails: string[]) => Promise<void>
  teamPath: (actor: Actor, teamId: string) => Promise<string>
}

const maxInvited = 20

/** Commands about channels and who is in them. */
export function channelCommands(deps: Deps): BuiltIn[] {
  const { users, channels, preferences, inviteByMail, teamPath } = deps

  function change(field: 'header' | 'purpose' | 'display_name') {
    return async (
      { actor, channel, texts }: BuiltInPlace,
      rest: string,
    ): Promise<BuiltInResult> => {
      if (rest === '') return { text: texts.channels.whichText }
      await channels.patch(actor, channel.id, { [field]: rest })
      return {}
    }
  }

  async function join({ actor, teamId }: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    const channel = await find(actor, teamId, rest)
    await channels.addMembers(actor, channel.id, [actor.userId])
    return { goto: `${await teamPath(actor, channel.team_id)}/channels/${channel.name}` }
  }

  function find(actor: Actor, teamId: string, word: string): Promise<Channel> {
    return channels.getByName(actor, teamId, toChannelName(word), false)
  }

  /** Direct and group channels aren't left: they go out of sight. */
  async function leave({ actor, channel, teamId }: BuiltInPlace): Promise<BuiltInResult> {
    if (channel.team_id) await channels.removeMember(actor, channel.id, 'me')
    else await hide(actor, channel)
    const path = await teamPath(actor, channel.team_id || teamId)
    return { goto: path && `${path}/channels/town-square` }
  }

  async function hide(actor: Actor, channel: ChannelRow): Promise<void> {
    const isDirect = channel.type === ChannelType.Direct
    const ids = channel.name.split('__')
    const other = ids.find((id) => id !== actor.userId) ?? actor.userId
    const name = isDirect ? other : channel.id
    const category = isDirect ? 'direct_channel_show' : 'group_channel_show'
    await preferences.update(actor, 'me', [
      { user_id: actor.userId, category, name, value: 'false' },
    ])
  }

  async function mute(place: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    const { actor, channel, teamId, texts } = place
    const { id } = rest ? await find(actor, teamId, rest) : channel
    const member = await channels.getMember(actor, id, 'me')
    const isMuted = member.notify_props.mark_unread === 'mention'
    await channels.updateNotifyProps(actor, id, 'me', { mark_unread: isMuted ? 'all' : 'mention' })
    return { text: isMuted ? texts.channels.unmuted : texts.channels.muted }
  }

  async function invite(place: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    const { actor, channel, teamId, texts } = place
    const words = rest.split(/[\s,]+/).filter(Boolean)
    const named = words.filter((word) => word.startsWith('~'))
    const names = words.filter((word) => !word.startsWith('~')).slice(0, maxInvited)
    if (names.length === 0) return { text: texts.channels.whomToInvite }
    const targets =
      named.length > 0
        ? await Promise.all(named.slice(0, maxInvited).map((word) => find(actor, teamId, word)))
        : [channel]
    const people = await Promise.all(
      names.map((name) => users.getByUsername(actor, toUsername(name))),
    )
    const ids = people.map(({ id }) => id)
    for (const target of targets) await channels.addMembers(actor, target.id, ids)
    const invited = people.map(({ username }) => `@${username}`).join(', ')
    return { text: texts.channels.added(invited, targets.map(({ name }) => `~${name}`).join(', ')) }
  }

  async function invitePeople(
    { actor, teamId, texts }: BuiltInPlace,
    rest: string,
  ): Promise<BuiltInResult> {
    const emails = rest.split(/[\s,]+/).filter((word) => word.includes('@'))
    if (emails.length === 0) return { text: texts.channels.whichAddresses }
    await inviteByMail(actor, teamId, emails.slice(0, maxInvited))
    return { text: texts.channels.invited }
  }

  async function kick({ actor, channel }: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    const user = await users.getByUsername(actor, toUsername(rest))
    await channels.removeMember(actor, channel.id, user.id)
    return {}
  }

  return [
    {
      trigger: 'header',
      usage: 'header',
      run: change('header'),
    },
    {
      trigger: 'purpose',
      usage: 'purpose',
      run: change('purpose'),
    },
    {
      trigger: 'rename',
      usage: 'rename',
      run: change('display_name'),
    },
    ...['join', 'open'].map((trigger) => ({
      trigger,
      usage: 'join' as const,
      run: join,
    })),
    { trigger: 'leave', usage: 'leave', run: leave },
    { trigger: 'mute', usage: 'mute', run: mute },
    {
      trigger: 'invite',
      usage: 'invite',
      run: invite,
    },
    {
      trigger: 'invite_people',
      usage: 'invite_people',
      run: invitePeople,
    },
    ...['kick', 'remove'].map((trigger) => ({
      trigger,
      usage: 'kick' as const,
      run: kick,
    })),
  ]
}
