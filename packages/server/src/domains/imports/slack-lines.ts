import type { ImportPost, ImportReply } from '@redoubt/wire/imports.ts'
import type { SlackChannel, SlackMessage } from './slack-export.ts'
import { type SlackNames, slackToMarkdown } from './slack-text.ts'

/** What was said in one channel as lines of an import, and what of it was left out. */
type SlackPosts = { posts: ImportPost[]; leftOut: number }

type Place = {
  team: string
  channel: string
  names: SlackNames
  /** Whether the export brings this file. */
  has: (path: string) => boolean
}

/** What people say; the rest tells of joining, renaming and the like. */
const said: ReadonlySet<string> = new Set(['', 'thread_broadcast', 'me_message', 'file_share'])
const maxMessageLength = 16_383

/** Threads as they hang together; an answer to what isn't there stands for itself. */
export function toPosts(messages: readonly SlackMessage[], place: Place): SlackPosts {
  const roots = new Map<string, ImportReply & { replies: ImportReply[] }>()
  let leftOut = 0
  for (const message of messages) {
    const line = toReply(message, place)
    if (!line) {
      leftOut++
      continue
    }
    const root = message.thread_ts ? roots.get(message.thread_ts) : undefined
    if (root) root.replies.push(line)
    else roots.set(message.ts, { ...line, replies: [] })
  }
  const { team, channel } = place
  return { posts: [...roots.values()].map((root) => ({ team, channel, ...root })), leftOut }
}

function toReply(message: SlackMessage, { names, has }: Place): ImportReply | undefined {
  const user = names.users.get(message.user ?? '')
  if (!user || !said.has(message.subtype ?? '')) return undefined
  const text = [...clean(slackToMarkdown(message.text ?? '', names))]
    .slice(0, maxMessageLength)
    .join('')
  const attachments = (message.files ?? [])
    .map(({ id, name }) => ({ path: `__uploads/${id}/${name}` }))
    .filter(({ path }) => has(path))
  if (text === '' && attachments.length === 0) return undefined
  const create_at = Math.round(Number(message.ts) * 1000)
  return {
    user,
    message: message.subtype === 'me_message' ? `*${text}*` : text,
    create_at,
    attachments,
    reactions: toReactions(message, names, create_at),
  }
}

function toReactions({ reactions = [] }: SlackMessage, { users }: SlackNames, create_at: number) {
  return reactions.flatMap(({ name, users: ids = [] }) => {
    const [emoji_name = ''] = name.split('::')
    if (!/^[a-zA-Z0-9+_-]{1,64}$/.test(emoji_name)) return []
    return ids.flatMap((id) => {
      const user = users.get(id)
      return user ? [{ user, create_at, emoji_name }] : []
    })
  })
}

/** The channel as a line of an import. */
export function toChannel(team: string, name: string, { type, ...channel }: SlackChannel) {
  return {
    team,
    name,
    display_name: clean(channel.name).slice(0, 64),
    type,
    header: clean(channel.topic?.value ?? '').slice(0, 1024),
    purpose: clean(channel.purpose?.value ?? '').slice(0, 250),
  }
}

/** Without what no database column takes. */
export function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
