import { createHash } from 'node:crypto'
import type { ChannelBanner, ChannelPatch, NewChannel } from '@redoubt/wire/channels.ts'
import { isChannelName, isDirectOrGroupName } from '@redoubt/wire/place-names.ts'
import { AppError } from '#platform/app-error.ts'

export const townSquare = 'town-square'

/** The channels that every team begins with, and their display names. */
export const defaultChannelNames = [
  { name: townSquare, display_name: 'Town Square' },
  { name: 'off-topic', display_name: 'Off-Topic' },
] as const

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidChannel(channel: NewChannel | ChannelPatch): void {
  const { name, display_name: displayName, header, purpose } = channel
  if (name !== undefined && (isDirectOrGroupName(name) || !isChannelName(name))) {
    throw new AppError('model.channel.is_valid.name.app_error', 400)
  }
  if (displayName !== undefined && [...displayName].length > 64) {
    throw new AppError('model.channel.is_valid.display_name.app_error', 400)
  }
  if (header !== undefined && [...header].length > 1024) {
    throw new AppError('model.channel.is_valid.header.app_error', 400)
  }
  if (purpose !== undefined && [...purpose].length > 250) {
    throw new AppError('model.channel.is_valid.purpose.app_error', 400)
  }
  if ([...(channel.default_category_name ?? '')].length > 64) {
    throw new AppError('model.channel.is_valid.display_name.app_error', 400)
  }
}

/** Throws 400 for a banner that couldn't be shown. */
export function requireValidBanner({
  enabled,
  text = '',
  background_color: color = '',
}: ChannelBanner) {
  if (Buffer.byteLength(text) > 1024) {
    throw new AppError('model.channel.is_valid.banner_info.text.invalid_length.app_error', 400)
  }
  if (color !== '' && !/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)) {
    throw new AppError('model.channel.is_valid.banner_info.background_color.invalid.app_error', 400)
  }
  if (!enabled) return
  if (text.trim() === '') {
    throw new AppError('model.channel.is_valid.banner_info.text.empty.app_error', 400)
  }
  if (color === '') {
    throw new AppError('model.channel.is_valid.banner_info.background_color.empty.app_error', 400)
  }
}

/** The name of the direct channel of two people; also of one with oneself. */
export function toDirectName(one: string, other: string): string {
  return one < other ? `${one}__${other}` : `${other}__${one}`
}

/** The other's id in a direct channel's name; the own one where there is no other. */
export function otherInDirectName(name: string, userId: string): string {
  const [first = '', second = ''] = name.split('__')
  return first === userId ? second : first
}

/** The name of the group channel of these people. */
export function toGroupName(userIds: readonly string[]): string {
  return createHash('sha1')
    .update([...userIds].sort().join(''))
    .digest('hex')
}

/** How a new member is told of what happens in the channel. */
export const defaultChannelNotifyProps: Readonly<Record<string, string>> = {
  channel_auto_follow_threads: 'off',
  desktop: 'default',
  email: 'default',
  ignore_channel_mentions: 'default',
  mark_unread: 'all',
  push: 'default',
}

const level = ['default', 'all', 'mention', 'none']
/** What each key can be, and the last part of the id that anything else is refused with. */
const choices = {
  desktop: { values: level, refusal: 'notify_level' },
  push: { values: level, refusal: 'push_level' },
  email: { values: ['default', 'true', 'false'], refusal: 'email_value' },
  mark_unread: { values: ['all', 'mention'], refusal: 'unread_level' },
  ignore_channel_mentions: {
    values: ['default', 'on', 'off'],
    refusal: 'ignore_channel_mentions_value',
  },
  channel_auto_follow_threads: {
    values: ['on', 'off'],
    refusal: 'channel_auto_follow_threads_value',
  },
} as const
const freeKeys = new Set([
  'desktop_threads',
  'push_threads',
  'desktop_sound',
  'desktop_notification_sound',
])

/** Longer than the name of any sound. */
const maxFreeLength = 256

/** The known keys of a change. Throws 400 where a value isn't one of its key's. */
export function toNotifyProps(input: Record<string, string>): Record<string, string> {
  const known: Record<string, string> = {}
  for (const [key, value] of Object.entries(input)) {
    if (isChoice(key)) requireOneOf(choices[key], value)
    else if (!freeKeys.has(key)) continue
    else if (value.length > maxFreeLength) {
      throw new AppError('model.channel_member.is_valid.notify_props.app_error', 400)
    }
    known[key] = value
  }
  return known
}

function isChoice(key: string): key is keyof typeof choices {
  return Object.hasOwn(choices, key)
}

function requireOneOf(
  { values, refusal }: (typeof choices)[keyof typeof choices],
  value: string,
): void {
  if (values.some((one) => one === value)) return
  throw new AppError(`model.channel_member.is_valid.${refusal}.app_error`, 400)
}
