import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Mentions } from '#domains/mentions/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { invalidBody } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import { isId } from '#platform/ids.ts'
import { findChannelsByNames } from './place-store.ts'
import { findNamedChannels, toOwnProps } from './rules.ts'

export type PostProps = ReturnType<typeof postProps>

type Props = Record<string, unknown>
type Deps = {
  db: Db
  config: ConfigService
  channels: Pick<ChannelsService, 'may' | 'accessToRead'>
  /** The id of the post that is shown below the text, since it links to it. */
  previewedBy: (said: { message: string; props: Props }) => string | undefined
}

/** How integrations show as somebody else. */
const integrationProps = [
  'from_webhook',
  'override_username',
  'webhook_display_name',
  'override_icon_url',
  'override_icon_emoji',
]
/** What a post keeps, whatever an edit says. */
const lastingProps = ['from_bot', 'from_oauth_app']

/** What the server itself says in the props of posts. */
export function postProps({ db, config, channels, previewedBy }: Deps) {
  /** Throws 400 where people give themselves out as an integration, and that matters. */
  function requireHonest(actor: Actor, author: UserRow, props: Props | null | undefined): void {
    const isIntegration = author.is_bot || actor.isOAuth || actor.isLocal
    if (isIntegration || !config.bool('ServiceSettings.ExperimentalEnableHardenedMode')) return
    if (integrationProps.some((name) => props?.[name] !== undefined)) throw invalidBody('props')
  }

  /** The props of a new post. */
  async function ofNew(
    actor: Actor,
    channel: ChannelRow,
    author: UserRow,
    given: { message: string; props: Props | null | undefined; mentions: Mentions },
  ): Promise<Props> {
    const { message, mentions } = given
    const { current_team_id, previewed_post: _, ...own } = toOwnProps(given.props)
    const mayNameGroups =
      !mentions.isNaming || (await channels.may(actor, channel, 'use_group_mentions'))
    return {
      ...own,
      ...(author.is_bot && { from_bot: 'true' }),
      ...(actor.isOAuth && { from_oauth_app: 'true' }),
      ...(mentions.wideRefusal === 'denied' && { mentionHighlightDisabled: true }),
      ...(!mayNameGroups && { disable_group_highlight: true }),
      ...toPreviewed(message, own),
      ...(await channelMentions(actor, channel.team_id || current_team_id, message)),
    }
  }

  function toPreviewed(message: string, props: Props): Props {
    const previewed_post = previewedBy({ message, props })
    return previewed_post === undefined ? {} : { previewed_post }
  }

  /** The props of a post after an edit; those of before where the edit says nothing of them. */
  async function ofEdited(
    actor: Actor,
    channel: ChannelRow,
    before: { message: string; props: Props },
    edit: { message: string; props: Props | null | undefined },
  ): Promise<Props> {
    const { current_team_id, ...own } = edit.props
      ? toOwnProps(edit.props, before.props)
      : before.props
    const lasting = Object.entries(before.props).filter(([name]) => lastingProps.includes(name))
    const { channel_mentions, previewed_post, ...kept } = { ...own, ...Object.fromEntries(lasting) }
    const others = { ...kept, ...toPreviewed(edit.message, kept) }
    if (edit.message === before.message) {
      const named = before.props.channel_mentions
      return { ...others, ...(named !== undefined && { channel_mentions: named }) }
    }
    const teamId = channel.team_id || current_team_id
    return { ...others, ...(await channelMentions(actor, teamId, edit.message)) }
  }

  /** The public channels that the text names and the author may read. */
  async function channelMentions(actor: Actor, teamId: unknown, message: string): Promise<Props> {
    const names = findNamedChannels(message)
    if (names.length === 0 || typeof teamId !== 'string' || !isId(teamId)) return {}
    const found = await findChannelsByNames(db, teamId, names)
    const mentioned: Record<string, Props> = {}
    for (const { id, name, display_name, team_name } of found) {
      const channel = await channels.accessToRead(actor, id).catch(() => undefined)
      if (channel?.type === ChannelType.Open) mentioned[name] = { id, display_name, team_name }
    }
    return Object.keys(mentioned).length > 0 ? { channel_mentions: mentioned } : {}
  }

  return { requireHonest, ofNew, ofEdited }
}
