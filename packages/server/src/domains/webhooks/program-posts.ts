import type { PriorityWish } from '@redoubt/wire/posts.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { SlackText } from '#domains/integrations/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import { splitText } from './rules.ts'

export type ProgramPosts = ReturnType<typeof makeProgramPosts>

type Deps = {
  config: ConfigService
  posts: Pick<PostsService, 'createFor'>
  slack: SlackText
}

/** What a program has to say. */
export type ProgramMessage = {
  text?: string | null | undefined
  username?: string | null | undefined
  icon_url?: string | null | undefined
  icon_emoji?: string | null | undefined
  type?: string | null | undefined
  props?: Record<string, unknown> | null | undefined
  attachments?: readonly unknown[] | null | undefined
  /** What it asks of its readers; replies can ask nothing. */
  priority?: PriorityWish | null | undefined
}

/** Where it says it, and in whose name. */
export type ProgramPlace = {
  author: UserRow
  channel: ChannelRow
  rootId: string
  /** How the program is called by those who connected it. */
  displayName: string
  /** Makes the same message once only. */
  pendingId?: string
  keepsSlackSyntax?: boolean | undefined
  /** Shows as its author where it names nobody. */
  isUnnamed?: boolean
}

const maxRunes = 16_383
const defaultUsername = 'webhook'

/** What only the server says of a program's post. */
const reservedProps = [
  'from_webhook',
  'from_bot',
  'override_username',
  'override_icon_url',
  'override_icon_emoji',
  'webhook_display_name',
]

/** Posts of programs: written in the name of an account, and marked as a program's. */
export function makeProgramPosts({ config, posts, slack }: Deps) {
  /** A long text becomes several posts, the attachments stand under the last. */
  async function write(place: ProgramPlace, message: ProgramMessage): Promise<void> {
    const { text, props, attachments } = await compose(place, message)
    const pieces = splitText(text, maxRunes)
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1
      const asks = index === 0 && place.rootId === '' && message.priority
      const shown = isLast && attachments.length > 0 ? { attachments } : {}
      await posts.createFor(place.author, place.channel, {
        channel_id: place.channel.id,
        root_id: place.rootId,
        message: piece,
        type: message.type || ('attachments' in shown ? 'slack_attachment' : ''),
        props: { ...props, ...shown },
        ...(asks && { metadata: { priority: asks } }),
        ...(place.pendingId && { pending_post_id: `${place.pendingId}:${index}` }),
      })
    }
  }

  /** What the message comes to here. */
  async function compose(
    place: Pick<ProgramPlace, 'displayName' | 'keepsSlackSyntax' | 'isUnnamed'>,
    message: ProgramMessage,
  ) {
    const text = message.text ?? ''
    const attachments = attachmentsOf(message)
    const props = toProps(place, message)
    if (place.keepsSlackSyntax) return { text, props, attachments }
    return {
      text: await slack.toMarkdown(text),
      props,
      attachments: await slack.attachmentsToMarkdown(attachments),
    }
  }

  function toProps(
    { displayName, isUnnamed = false }: Pick<ProgramPlace, 'displayName' | 'isUnnamed'>,
    message: ProgramMessage,
  ): Record<string, unknown> {
    const own = { ...message.props }
    delete own.attachments
    for (const name of reservedProps) delete own[name]
    const { username, icon_url, icon_emoji } = message
    const name = username || (isUnnamed ? '' : defaultUsername)
    const isNamed = config.bool('ServiceSettings.EnablePostUsernameOverride') && name !== ''
    const isPictured = config.bool('ServiceSettings.EnablePostIconOverride')
    return {
      ...own,
      from_webhook: 'true',
      ...(displayName && { webhook_display_name: displayName }),
      ...(isNamed && { override_username: name }),
      ...(isPictured && icon_url && { override_icon_url: icon_url }),
      ...(isPictured && icon_emoji && { override_icon_emoji: icon_emoji.replaceAll(':', '') }),
    }
  }

  return { write, compose, saysSomething }
}

/** They may stand in the message or in its props. */
function attachmentsOf({ attachments, props }: ProgramMessage): readonly unknown[] {
  if (attachments && attachments.length > 0) return attachments
  return Array.isArray(props?.attachments) ? props.attachments : []
}

/** Whether there is anything to show. */
function saysSomething(message: ProgramMessage): boolean {
  return Boolean(message.text) || attachmentsOf(message).length > 0
}
