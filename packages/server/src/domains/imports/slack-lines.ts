import type { ImportReply } from '@redoubt/wire/imports.ts'
import type { SlackChannel, SlackMessage } from './slack-export.ts'
import { type SlackNames, slackToMarkdown } from './slack-text.ts'

/** What was said in one place, and how much of it was left out. */
type SlackPosts = { posts: (ImportReply & { replies: ImportReply[] })[]; leftOut: number }

/** Where messages come from, as far as their texts need it. */
export type Place = {
  names: SlackNames
  /** Whose account writes what programs said. */
  importer: string
  /** Whether the export brings this file. */
  has: (path: string) => boolean
}

/** What people say; the rest tells of joining, renaming and the like. */
const said: ReadonlySet<string> = new Set([
  '',
  'thread_broadcast',
  'me_message',
  'file_share',
  'bot_message',
])
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
  return { posts: [...roots.values()], leftOut }
}

function toReply(message: SlackMessage, { names, importer, has }: Place): ImportReply | undefined {
  const person = names.users.get(message.user ?? '')
  const bot = person ? undefined : botOf(message, names)
  if (!(person || bot) || !said.has(message.subtype ?? '')) return undefined
  const text = [...clean(slackToMarkdown(textOf(message), names))]
    .slice(0, maxMessageLength)
    .join('')
  const attachments = (message.files ?? [])
    .map(({ id, name }) => ({ path: `__uploads/${id}/${name}` }))
    .filter(({ path }) => has(path))
  if (text === '' && attachments.length === 0) return undefined
  const create_at = Math.round(Number(message.ts) * 1000)
  return {
    user: person ?? importer,
    ...(bot && { props: { from_webhook: 'true', override_username: bot } }),
    message: message.subtype === 'me_message' ? `*${text}*` : text,
    create_at,
    attachments,
    reactions: toReactions(message, names, create_at),
  }
}

/** What a program is called; undefined where no program speaks. */
function botOf(message: SlackMessage, { bots }: SlackNames): string | undefined {
  const known = bots.get(message.user ?? '') ?? bots.get(message.bot_id ?? '')
  const isBot = known !== undefined || message.bot_id || message.subtype === 'bot_message'
  if (!isBot) return undefined
  const name = message.username || message.bot_profile?.name || known || message.bot_id
  return clean(name || 'bot').slice(0, 64)
}

/** Programs often write in what is attached alone. */
function textOf({ text, attachments = [] }: SlackMessage): string {
  return text || attachments.flatMap((one) => one.text || one.fallback || []).join('\n')
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
