import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow } from '#domains/channels/service.ts'
import type { Strength } from '#domains/mentions/service.ts'
import type { PostRow } from '#domains/posts/service.ts'
import { toPlainText } from '#platform/text/markdown.ts'
import { displayName, type Named, senderName } from './names.ts'
import { type NotificationTexts, textsFor } from './texts.ts'

/** What there is to tell of, whoever is told. */
export type Subject = {
  post: PostRow
  channel: ChannelRow
  author: Named & { id: string }
  /** The people of a group channel, by whom it is known; empty for other channels. */
  people: readonly (Named & { id: string })[]
  /** How a webhook wants to be called, where that is allowed; else ''. */
  override: string
}

/** How one person sees it. */
export type Reader = {
  id: string
  locale: string
  nameFormat: string
  mention: Strength | undefined
}

/** The words for one person. */
export type Content = {
  sender: string
  /** What the channel is called; a direct channel is called like the sender. */
  place: string
  /** What is said, without marks of formatting. */
  text: string
  /** That something is said, without what. */
  generic: string
  texts: NotificationTexts
}

const longestRunes = 1_000

export function contentFor(subject: Subject, reader: Reader): Content {
  const texts = textsFor(reader.locale)
  const sender = subject.override || senderName(subject.author, reader.nameFormat)
  return {
    sender,
    place: placeOf(subject, reader, sender),
    text: textOf(subject.post, texts),
    generic: genericText(subject.channel, reader.mention, sender, texts),
    texts,
  }
}

function placeOf({ channel, people }: Subject, reader: Reader, sender: string): string {
  if (channel.type === ChannelType.Direct) return sender
  if (channel.type !== ChannelType.Group) return channel.display_name
  const others = people.filter((person) => person.id !== reader.id)
  return others.map((person) => displayName(person, reader.nameFormat)).join(', ')
}

function textOf(post: PostRow, texts: NotificationTexts): string {
  if (post.type === 'burn_on_read') return texts.burning
  const parts = [post.message, ...fallbacksOf(post.props)].map(toPlainText).filter(Boolean)
  if (parts.length === 0) return texts.file
  const runes = [...parts.join('\n')]
  return runes.length <= longestRunes
    ? runes.join('')
    : `${runes.slice(0, longestRunes - 1).join('')}…`
}

/** What attachments say where they can't be shown. */
function fallbacksOf({ attachments }: Record<string, unknown>): string[] {
  if (!Array.isArray(attachments)) return []
  return attachments.flatMap((attachment: unknown) => {
    if (typeof attachment !== 'object' || attachment === null) return []
    const { fallback, text, pretext } = attachment as Record<string, unknown>
    const said = [fallback, text, pretext].find((each) => typeof each === 'string' && each !== '')
    return typeof said === 'string' ? [said] : []
  })
}

function genericText(
  channel: ChannelRow,
  mention: Strength | undefined,
  sender: string,
  texts: NotificationTexts,
): string {
  if (channel.type === ChannelType.Direct) return texts.toYou(sender)
  if (mention === 'keyword' || mention === 'group') return texts.mentioned(sender)
  if (mention === 'channel') return texts.toChannel(sender)
  if (mention === 'comment') return texts.comment(sender)
  return mention === 'thread' ? texts.thread(sender) : texts.posted(sender)
}
