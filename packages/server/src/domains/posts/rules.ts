import type { NewPost } from '@redoubt/wire/posts.ts'
import { AppError } from '#platform/app-error.ts'
import { withStoredAttachments } from './message-attachments.ts'

const maxMessageRunes = 16_383
const maxPropsRunes = 800_000
export const maxFiles = 10
const maxHashtagRunes = 1_000

/** Messages of these types are told, not counted: they leave no channel unread. */
export const uncountedTypes: ReadonlySet<string> = new Set([
  'system_join_leave',
  'system_add_remove',
  'system_join_channel',
  'system_leave_channel',
  'system_join_team',
  'system_leave_team',
  'system_add_to_channel',
  'system_remove_from_channel',
  'system_add_to_team',
  'system_remove_from_team',
])

/** Of posts whose content is shown to each reader once, and then destroyed. */
export const burnType = 'burn_on_read'

const clientTypes = new Set([
  '',
  'me',
  'slack_attachment',
  burnType,
  'reminder',
  'add_bot_teams_channels',
])

/** Props that only the server sets. */
const serverProps = [
  'add_channel_member',
  'force_notification',
  'deleteBy',
  'channel_mentions',
  'mentionHighlightDisabled',
]

/** Throws 400 with the id of the first thing that isn't valid. */
export function requireValidPost(
  post: Pick<NewPost, 'message' | 'props' | 'file_ids' | 'type'>,
): void {
  requireValidMessage(post.message ?? '')
  if (JSON.stringify(post.props ?? {}).length > maxPropsRunes) {
    throw new AppError('model.post.is_valid.props.app_error', 400)
  }
  if ((post.file_ids?.length ?? 0) > maxFiles) {
    throw new AppError('model.post.is_valid.file_ids.app_error', 400)
  }
  const type = post.type ?? ''
  if (!clientTypes.has(type) && !type.startsWith('custom_')) {
    throw new AppError('model.post.is_valid.type.app_error', 400)
  }
}

export function requireValidMessage(message: string): void {
  // Most messages are short: counting code points can wait for those that might be too long.
  if (message.length <= maxMessageRunes) return
  const runes = [...message].length
  if (runes > maxMessageRunes) {
    throw new AppError('model.post.is_valid.message_length.app_error', 400, {
      params: { Length: runes, MaxLength: maxMessageRunes },
    })
  }
}

/** Props as they are stored; `before` are those that they replace. */
export function toOwnProps(
  props: Record<string, unknown> | null | undefined,
  before?: Record<string, unknown>,
): Record<string, unknown> {
  if (!props) return {}
  const own = { ...props }
  for (const name of serverProps) delete own[name]
  return withStoredAttachments(own, before)
}

const hashtagPattern = /(?:^|[\s([{,;:.!?'"])(#\p{L}[\p{L}\d\-_.]*[\p{L}\d])/gu

/** The message's hashtags, separated by spaces; as many as fit. */
export function findHashtags(message: string): string {
  if (!message.includes('#')) return ''
  let text = ''
  for (const [, tag = ''] of message.matchAll(hashtagPattern)) {
    if (text.length + tag.length + 1 > maxHashtagRunes) break
    text += text ? ` ${tag}` : tag
  }
  return text
}

const namedChannelPattern = /(?<![\p{L}\p{N}_~/`])~([a-z0-9][a-z0-9._-]*)/giu
const mostNamedChannels = 50

/** The names after a ~, which may be those of channels. */
export function findNamedChannels(message: string): string[] {
  if (!message.includes('~')) return []
  const names = new Set<string>()
  for (const [, name = ''] of message.matchAll(namedChannelPattern)) {
    const word = name.toLowerCase()
    names.add(word).add(word.replace(/[._-]+$/, ''))
  }
  return [...names].slice(0, mostNamedChannels)
}
