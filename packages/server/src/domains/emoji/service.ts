import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type Emoji, type EmojiSearch, NewEmoji } from '@redoubt/wire/emoji.ts'
import type { Permission } from '@redoubt/wire/permissions.gen.ts'
import { EmojiName } from '@redoubt/wire/reactions.ts'
import { isSystemEmojiName } from '@redoubt/wire/system-emoji.ts'
import { Value } from 'typebox/value'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, forbidden, invalidBody, invalidUrl } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { ReadForm } from '#platform/http/form.ts'
import type { Page } from '#platform/http/paging.ts'
import { newId } from '#platform/ids.ts'
import { emojiAdded } from './events.ts'
import { type EmojiImage, type Refusal, toEmojiImage } from './image.ts'
import {
  deleteEmoji,
  type EmojiRow,
  findEmoji,
  findEmojis,
  findEmojisByNames,
  insertEmoji,
  searchEmojis,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  teams: Pick<TeamsService, 'listMembershipsOfUser'>
  blobs: BlobStore
  /** The format by the first bytes; only what it knows ever reaches the decoder. */
  sniffImage: (head: Buffer) => string | undefined
  /** Takes the emoji off all posts. */
  removeReactions: (tx: Tx, emojiName: string, now: number) => Promise<void>
}

const maxImageBytes = 512 * 1024
const maxNames = 200
const maxFound = 100

/** Emoji that people add to their workspace. Everybody with a session sees them. */
export function emojiService(deps: Deps) {
  const { db, transact, clock, config, roles, teams, blobs, sniffImage, removeReactions } = deps

  /** Adds an emoji. Throws 403 without `create_emojis`, 400 for a name that isn't free. */
  async function create(actor: Actor, readForm: ReadForm): Promise<Emoji> {
    requireEnabled(403)
    await requireAnywhere(actor, 'create_emojis')
    const { input, image } = await receive(readForm)
    if (input.creator_id !== actor.userId) {
      throw new AppError('api.emoji.create.other_user.app_error', 403)
    }
    requireValidName(input.name)
    if ((await findEmojisByNames(db, [input.name])).length > 0) {
      throw new AppError('api.emoji.create.duplicate.app_error', 400)
    }
    const picture = await toEmojiImage(image, sniffImage(image))
    if (typeof picture === 'string') throw new AppError(refusals[picture], 400)
    return save(actor, input.name, picture)
  }

  async function save(actor: Actor, name: string, { type, bytes }: EmojiImage): Promise<Emoji> {
    const now = clock()
    const row: EmojiRow = {
      id: newId(now),
      creator_id: actor.userId,
      name,
      create_at: now,
      update_at: now,
      delete_at: 0,
      image_type: type,
    }
    await blobs.write(blobName(row.id), Readable.from([bytes]))
    try {
      await transact(async (tx) => {
        await insertEmoji(tx, row)
        tx.emit(emojiAdded(toEmoji(row)))
      })
    } catch (error) {
      await blobs.remove(blobName(row.id))
      throw error
    }
    return toEmoji(row)
  }

  async function list(sort: string, page: Page): Promise<Emoji[]> {
    requireEnabled()
    if (sort !== '' && sort !== 'name') throw invalidUrl('sort')
    return (await findEmojis(db, sort === 'name' ? 'name' : 'id', page)).map(toEmoji)
  }

  async function get(id: string): Promise<Emoji> {
    return toEmoji(await getRow(id))
  }

  async function getRow(id: string): Promise<EmojiRow> {
    requireEnabled()
    const row = await findEmoji(db, id)
    if (!row) throw new AppError('app.emoji.get.no_result', 404)
    return row
  }

  async function getByName(name: string): Promise<Emoji> {
    const [found] = await byNames([name])
    if (!found) throw new AppError('app.emoji.get_by_name.no_result', 404)
    return found
  }

  /** Those of the names that are custom emoji. */
  async function byNames(names: string[]): Promise<Emoji[]> {
    requireEnabled()
    if (names.length > maxNames) {
      throw new AppError('api.emoji.get_multiple_by_name_too_many.request_error', 400, {
        params: { MaxNames: maxNames },
      })
    }
    return names.length > 0 ? (await findEmojisByNames(db, names)).map(toEmoji) : []
  }

  async function search({ term, prefix_only }: EmojiSearch): Promise<Emoji[]> {
    requireEnabled()
    if (term === '') throw invalidBody('term')
    const isPrefix = prefix_only === true || prefix_only === 'true'
    return (await searchEmojis(db, term, { isPrefix, limit: maxFound })).map(toEmoji)
  }

  /** Suggestions while somebody types a name. */
  async function autocomplete(name: string): Promise<Emoji[]> {
    requireEnabled()
    if (name === '') throw invalidUrl('name')
    return (await searchEmojis(db, name, { isPrefix: true, limit: maxFound })).map(toEmoji)
  }

  async function image(id: string): Promise<EmojiImage> {
    const row = await getRow(id)
    const blob = await blobs.find(blobName(id))
    if (!blob) throw new AppError('api.emoji.get_image.read.app_error', 404)
    return { type: row.image_type === 'gif' ? 'gif' : 'png', bytes: await buffer(blob.read()) }
  }

  /** Deletes one's own emoji, or with the permission somebody else's, and all reactions with it. */
  async function remove(actor: Actor, id: string): Promise<void> {
    const row = await findEmoji(db, id)
    if (!row) throw new AppError('app.emoji.get.no_result', 404)
    await requireAnywhere(actor, 'delete_emojis')
    if (row.creator_id !== actor.userId) await requireAnywhere(actor, 'delete_others_emojis')
    const now = clock()
    await transact(async (tx) => {
      if (!(await deleteEmoji(tx, id, now))) throw new AppError('app.emoji.delete.no_results', 404)
      await removeReactions(tx, row.name, now)
    })
    await blobs.remove(blobName(id))
  }

  function requireEnabled(status = 501): void {
    if (config.bool('ServiceSettings.EnableCustomEmoji')) return
    throw new AppError('api.emoji.disabled.app_error', status)
  }

  /** Throws 403 unless the actor has the permission in the system or in any team. */
  async function requireAnywhere(actor: Actor, permission: Permission): Promise<void> {
    if (roles.grants(actor, permission)) return
    const memberships = await teams.listMembershipsOfUser(actor, 'me')
    const isGranted = memberships.some(
      (member) => member.delete_at === 0 && roles.anyGrants(member.roles.split(' '), permission),
    )
    if (!isGranted) throw forbidden()
  }

  return { create, list, get, getByName, byNames, search, autocomplete, image, remove }
}

async function receive(readForm: ReadForm): Promise<{ input: NewEmoji; image: Buffer }> {
  const form = await readForm({
    maxFileBytes: maxImageBytes,
    tooLarge: () => new AppError('api.emoji.create.too_large.app_error', 413),
  })
  if (!form) throw new AppError('api.emoji.create.parse.app_error', 400)
  const input = parse(form.fields.get('emoji') ?? '')
  if (!Value.Check(NewEmoji, input)) throw invalidBody('emoji')
  const [image] = form.files.get('image') ?? []
  if (!image) throw invalidBody('image')
  return { input, image }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function requireValidName(name: string): void {
  if (name === '' || !Value.Check(EmojiName, name)) {
    throw new AppError('model.emoji.name.app_error', 400)
  }
  if (isSystemEmojiName(name)) throw new AppError('model.emoji.system_emoji_name.app_error', 400)
}

function toEmoji({ image_type: _type, ...emoji }: EmojiRow): Emoji {
  return emoji
}

function blobName(id: string): string {
  return `emoji/${id}/image`
}

const refusals = {
  not_an_image: 'api.emoji.upload.image.app_error',
  too_large: 'api.emoji.upload.large_image.too_large.app_error',
  decode_error: 'api.emoji.upload.large_image.decode_error',
  gif_decode_error: 'api.emoji.upload.large_image.gif_decode_error',
} as const satisfies Record<Refusal, string>
