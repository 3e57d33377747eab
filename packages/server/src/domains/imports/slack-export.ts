import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ImportArchive } from './archive.ts'
import { LineError } from './lines.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Boolean())
const Key = Type.String({ minLength: 1, maxLength: 100 })
const Noted = Type.Optional(Type.Object({ value: Text }))

const SlackUser = Type.Object({
  id: Key,
  name: Type.String(),
  is_bot: Flag,
  profile: Type.Optional(Type.Object({ email: Text, first_name: Text, last_name: Text })),
})
export type SlackUser = Static<typeof SlackUser>

const SlackChannel = Type.Object({
  id: Key,
  name: Key,
  members: Type.Optional(Type.Array(Type.String())),
  topic: Noted,
  purpose: Noted,
})
export type SlackChannel = Static<typeof SlackChannel> & { type: 'O' | 'P' }

const SlackDirect = Type.Object({
  id: Key,
  /** What its folder is called, if it isn't by the id. */
  name: Type.Optional(Key),
  members: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
})
/** A conversation of two people, or of some. */
export type SlackDirect = Static<typeof SlackDirect>

const SlackMessage = Type.Object({
  ts: Type.String({ pattern: '^\\d{9,10}\\.\\d{1,6}$' }),
  type: Type.Literal('message'),
  subtype: Text,
  user: Text,
  /** Of a program: what it is called, if the message says so. */
  username: Text,
  bot_id: Text,
  bot_profile: Type.Optional(Type.Union([Type.Object({ name: Text }), Type.Null()])),
  text: Text,
  attachments: Type.Optional(Type.Array(Type.Object({ fallback: Text, text: Text }))),
  thread_ts: Text,
  files: Type.Optional(
    Type.Array(Type.Object({ id: Type.Optional(Key), name: Text }), { maxItems: 100 }),
  ),
  reactions: Type.Optional(
    Type.Array(Type.Object({ name: Key, users: Type.Optional(Type.Array(Type.String())) })),
  ),
})
export type SlackMessage = Static<typeof SlackMessage>

/** One file of the export is read at once: a day of a channel, or all people. */
const maxFileBytes = 64 * 1024 * 1024
/** More people than a group channel has. */
const tooManyForGroup = 8
const maxChannelMessages = 1_000_000

/** What a Slack export holds. What isn't of its form is left out. */
export function readSlackExport(archive: ImportArchive) {
  async function users(): Promise<SlackUser[]> {
    return readList(archive, 'users.json', SlackUser)
  }

  async function channels(): Promise<SlackChannel[]> {
    const open = await readList(archive, 'channels.json', SlackChannel)
    const closed = await readOptional('groups.json', SlackChannel)
    return [
      ...open.map((channel) => ({ ...channel, type: 'O' as const })),
      ...closed.map((channel) => ({ ...channel, type: 'P' as const })),
    ]
  }

  /** What people say among themselves: to each other, in groups, and in groups that are too large. */
  async function directs(): Promise<{ direct: SlackDirect[]; large: SlackChannel[] }> {
    const pairs = await readOptional('dms.json', SlackDirect)
    const groups = await readOptional('mpims.json', SlackDirect)
    const isLarge = ({ members }: SlackDirect) => new Set(members).size >= tooManyForGroup
    return {
      direct: [...pairs, ...groups].filter((direct) => !isLarge(direct)),
      large: groups
        .filter(isLarge)
        .map((group) => ({ name: group.id, ...group, type: 'P' as const })),
    }
  }

  async function readOptional<Schema extends TSchema>(name: string, schema: Schema) {
    return archive.has(name) ? readList(archive, name, schema) : []
  }

  /** All that was said in a channel, oldest first. */
  async function messages({ id, name }: SlackDirect | SlackChannel): Promise<SlackMessage[]> {
    const folders = [name ?? id, id]
    const days = [...archive.names()].filter((day) => folders.includes(folderOf(day) ?? '')).sort()
    const said: SlackMessage[] = []
    for (const day of days) {
      for (const message of await readList(archive, day, SlackMessage)) said.push(message)
      if (said.length > maxChannelMessages) {
        throw new LineError(`The channel ${name ?? id} has too many messages.`)
      }
    }
    return said.sort((one, other) => Number(one.ts) - Number(other.ts))
  }

  return { users, channels, directs, messages }
}

/** `general` of `general/2026-01-31.json`. */
function folderOf(name: string): string | undefined {
  return /^([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/.exec(name)?.[1]
}

async function readList<Schema extends TSchema>(
  archive: ImportArchive,
  name: string,
  schema: Schema,
): Promise<Static<Schema>[]> {
  if (archive.sizeOf(name) > maxFileBytes) throw new LineError(`The file ${name} is too large.`)
  const pieces: Buffer[] = []
  for await (const piece of archive.read(name)) pieces.push(piece)
  const list = parse(Buffer.concat(pieces).toString('utf8'))
  if (!Array.isArray(list)) throw new LineError(`The file ${name} isn't a JSON list.`)
  return list.filter((item): item is Static<Schema> => Value.Check(schema, item))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
