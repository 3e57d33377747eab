import { type Static, type TSchema, Type } from 'typebox'
import { Millis, Props, StringMap } from './base.ts'

const maybe = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)
const Text = Type.Optional(Type.String())
const Flag = Type.Optional(Type.Boolean())
const Count = Type.Optional(Type.Integer({ minimum: 0 }))
const Name = Type.String({ minLength: 1, maxLength: 64 })
const Names = Type.Array(Name)
const Moment = Type.Integer({ minimum: 1, maximum: 9_999_999_999_999 })

export const ImportTeam = Type.Object({
  name: Name,
  display_name: Type.String(),
  type: Type.Union([Type.Literal('O'), Type.Literal('I')]),
  description: Text,
  allow_open_invite: Flag,
})
export type ImportTeam = Static<typeof ImportTeam>

export const ImportChannel = Type.Object({
  team: Name,
  name: Name,
  display_name: Text,
  type: Type.Union([Type.Literal('O'), Type.Literal('P')]),
  header: Text,
  purpose: Text,
  deleted_at: maybe(Millis),
})
export type ImportChannel = Static<typeof ImportChannel>

/** How far a member has read; without `last_viewed_at` everything that is there. */
const ReadState = {
  last_viewed_at: maybe(Millis),
  mention_count: Count,
  mention_count_root: Count,
}

const ImportChannelMembership = Type.Object({
  name: Name,
  roles: Text,
  notify_props: maybe(StringMap),
  favorite: Flag,
  ...ReadState,
})

const ImportTeamMembership = Type.Object({
  name: Name,
  roles: Text,
  channels: maybe(Type.Array(ImportChannelMembership)),
})

/** Fields of a user line that are preferences, with the category and name they are kept under. */
export const importedPreferences = {
  feature_enabled_markdown_preview: ['advanced_settings', 'feature_enabled_markdown_preview'],
  formatting: ['advanced_settings', 'formatting'],
  send_on_ctrl_enter: ['advanced_settings', 'send_on_ctrl_enter'],
  code_block_ctrl_enter: ['advanced_settings', 'code_block_ctrl_enter'],
  show_join_leave: ['advanced_settings', 'join_leave'],
  show_unread_scroll_position: ['advanced_settings', 'unread_scroll_position'],
  sync_drafts: ['advanced_settings', 'sync_drafts'],
  show_unread_section: ['sidebar_settings', 'show_unread_section'],
  military_time: ['display_settings', 'use_military_time'],
  link_previews: ['display_settings', 'link_previews'],
  collapse_previews: ['display_settings', 'collapse_previews'],
  message_display: ['display_settings', 'message_display'],
  channel_display_mode: ['display_settings', 'channel_display_mode'],
  collapse_consecutive_messages: ['display_settings', 'collapse_consecutive_messages'],
  colorize_usernames: ['display_settings', 'colorize_usernames'],
  name_format: ['display_settings', 'name_format'],
  email_interval: ['notifications', 'email_interval'],
} as const

export const ImportUser = Type.Object({
  username: Name,
  email: Type.String({ minLength: 1, maxLength: 128 }),
  password: maybe(Type.String({ minLength: 1, maxLength: 72 })),
  nickname: Text,
  first_name: Text,
  last_name: Text,
  position: Text,
  roles: Text,
  locale: Text,
  delete_at: maybe(Millis),
  notify_props: maybe(StringMap),
  teams: maybe(Type.Array(ImportTeamMembership)),
  ...(Object.fromEntries(Object.keys(importedPreferences).map((field) => [field, Text])) as Record<
    keyof typeof importedPreferences,
    typeof Text
  >),
})
export type ImportUser = Static<typeof ImportUser>

export const ImportReaction = Type.Object({
  user: Name,
  create_at: Moment,
  emoji_name: Type.String({ pattern: '^[a-zA-Z0-9+_-]{1,64}$' }),
})
export type ImportReaction = Static<typeof ImportReaction>

/**
 * A file of a message: its name, whatever path is before it, and the content in base64 (RFC 4648 §4).
 * Without `data` it lies in an archive that a streamed import doesn't have, and is left out.
 */
export const ImportAttachment = Type.Object({ path: Type.String({ minLength: 1 }), data: Text })
export type ImportAttachment = Static<typeof ImportAttachment>

/** What every message has, whether it begins a thread or answers in one. */
const Said = {
  user: Name,
  message: Type.String(),
  create_at: Moment,
  type: maybe(Type.String({ pattern: '^[a-z0-9_]{0,64}$' })),
  props: maybe(Props),
  edit_at: maybe(Millis),
  is_pinned: Flag,
  flagged_by: maybe(Names),
  reactions: maybe(Type.Array(ImportReaction)),
  /** Each is an `ImportAttachment`; a message is not refused for one that isn't. */
  attachments: maybe(Type.Array(Type.Unknown())),
}

export const ImportReply = Type.Object(Said)
export type ImportReply = Static<typeof ImportReply>

export const ImportThreadFollower = Type.Object({
  user: Name,
  last_viewed: maybe(Millis),
  unread_mentions: Count,
})
export type ImportThreadFollower = Static<typeof ImportThreadFollower>

/** What only a message that begins a thread has. */
const Thread = {
  replies: maybe(Type.Array(ImportReply)),
  thread_followers: maybe(Type.Array(ImportThreadFollower)),
}

export const ImportPost = Type.Object({ team: Name, channel: Name, ...Said, ...Thread })
export type ImportPost = Static<typeof ImportPost>

const People = Type.Array(Name, { minItems: 1, maxItems: 8 })

export const ImportParticipant = Type.Object({
  username: Name,
  notify_props: maybe(StringMap),
  ...ReadState,
})
export type ImportParticipant = Static<typeof ImportParticipant>

export const ImportDirectChannel = Type.Object({
  members: maybe(People),
  participants: maybe(Type.Array(ImportParticipant, { minItems: 1, maxItems: 8 })),
  header: Text,
  favorited_by: maybe(Names),
  shown_by: maybe(Names),
})
export type ImportDirectChannel = Static<typeof ImportDirectChannel>

export const ImportDirectPost = Type.Object({ channel_members: People, ...Said, ...Thread })
export type ImportDirectPost = Static<typeof ImportDirectPost>

const line = <Kind extends string, Schema extends TSchema>(type: Kind, schema: Schema) =>
  Type.Object({ type: Type.Literal(type), [type]: schema } as {
    type: ReturnType<typeof Type.Literal<Kind>>
  } & Record<Kind, Schema>)

/** The lines of a bulk import, each `{"type": T, T: {…}}`; the first one is the version. */
export const importLines = {
  version: Type.Object({ type: Type.Literal('version'), version: Type.Literal(1) }),
  team: line('team', ImportTeam),
  channel: line('channel', ImportChannel),
  user: line('user', ImportUser),
  post: line('post', ImportPost),
  direct_channel: line('direct_channel', ImportDirectChannel),
  direct_post: line('direct_post', ImportDirectPost),
}

export type ImportLine =
  | { type: 'version'; version: 1 }
  | { type: 'team'; team: ImportTeam }
  | { type: 'channel'; channel: ImportChannel }
  | { type: 'user'; user: ImportUser }
  | { type: 'post'; post: ImportPost }
  | { type: 'direct_channel'; direct_channel: ImportDirectChannel }
  | { type: 'direct_post'; direct_post: ImportDirectPost }

/** How many of each kind. */
type ImportCounts = Record<string, number>

/** One line of the answer: what is wrong with a line, how far it is, or at the end the summary. */
export type ImportReport =
  | { line: number; error: string }
  | { lines: number; errors: number }
  | ImportSummary

/** `done` is false where the import stopped before the end; `stopped` says why. */
export type ImportSummary = {
  done: boolean
  stopped?: string
  lines: number
  errors: number
  created: ImportCounts
  updated: ImportCounts
  /** What the file has and this server doesn't keep. */
  skipped: ImportCounts
}
