import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ConfigService } from '#domains/config/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { ReadForm } from '#platform/http/form.ts'
import { drawAvatar, drawBotAvatar, initialOf } from './avatar.ts'
import { toSquare } from './square.ts'

/** A PNG of 128×128; clients may keep it for `maxAgeSeconds`. */
export type Picture = { png: Buffer; maxAgeSeconds: number }

/** A picture that is only loaded where the client doesn't have it. */
export type FoundPicture = { etag: string; load: () => Promise<Picture> }

type Deps = {
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'see' | 'accessForEdit' | 'setPictureTime'>
  teams: Pick<TeamsService, 'access' | 'accessToView' | 'setIconTime'>
  blobs: BlobStore
  /** The format by the first bytes; only what it knows ever reaches the decoder. */
  sniffImage: (head: Buffer) => string | undefined
}

type Owner = 'user' | 'team'

const daySeconds = 86_400
/** As long as a client keeps the default in place of a picture that couldn't be read. */
const fallbackSeconds = 300
/** Larger ones would take the decoder's memory: it needs all the bytes at once. */
const maxDecodedBytes = 50 * 1024 * 1024

/** The pictures of people and teams. The time of the last upload is part of the blob's name. */
export function picturesService({ clock, config, users, teams, blobs, sniffImage }: Deps) {
  /** What an upload may weigh, whatever it is of. */
  function maxUploadBytes(): number {
    return Math.min(config.int('FileSettings.MaxFileSize'), maxDecodedBytes)
  }

  /** The picture that the user set, or else the one that everybody starts with. */
  async function ofUser(actor: Actor, idOrMe: string): Promise<FoundPicture> {
    const user = await users.see(actor, idOrMe)
    const { id, username, is_bot: isBot, last_picture_update: time } = user
    const etag = isBot ? '0.bot' : `0.${initialOf(username)}`
    if (time === 0) return { etag, load: () => draw(user, daySeconds) }
    const load = async () => (await read('user', id, time)) ?? draw(user, fallbackSeconds)
    return { etag: String(time), load }
  }

  /** The picture that the user has without setting one. */
  async function defaultOfUser(actor: Actor, idOrMe: string): Promise<Picture> {
    return draw(await users.see(actor, idOrMe), daySeconds)
  }

  /** Sets one's own picture, or with the permission somebody else's. */
  async function setOfUser(actor: Actor, idOrMe: string, readForm: ReadForm): Promise<void> {
    const before = await users.accessForEdit(actor, idOrMe)
    const png = await receive(readForm, 'user')
    await replace('user', before.id, before.last_picture_update, png, (time) =>
      users.setPictureTime(actor, before.id, time),
    )
  }

  /** Back to the default picture. */
  async function removeOfUser(actor: Actor, idOrMe: string): Promise<void> {
    const before = await users.accessForEdit(actor, idOrMe)
    await users.setPictureTime(actor, before.id, 0)
    await forget('user', before.id, before.last_picture_update)
  }

  /** Throws 404 where the team has none: clients then show its initials. */
  async function ofTeam(actor: Actor, teamId: string): Promise<FoundPicture> {
    const { last_team_icon_update: time } = await teams.accessToView(actor, teamId)
    if (time === 0) throw noIcon()
    const load = async () => {
      const picture = await read('team', teamId, time)
      if (!picture) throw noIcon()
      return picture
    }
    return { etag: String(time), load }
  }

  async function setOfTeam(actor: Actor, teamId: string, readForm: ReadForm): Promise<void> {
    const before = await teams.access(actor, teamId, 'manage_team')
    const png = await receive(readForm, 'team')
    await replace('team', teamId, before.last_team_icon_update, png, (time) =>
      teams.setIconTime(actor, teamId, time),
    )
  }

  async function removeOfTeam(actor: Actor, teamId: string): Promise<void> {
    const before = await teams.access(actor, teamId, 'manage_team')
    await teams.setIconTime(actor, teamId, 0)
    await forget('team', teamId, before.last_team_icon_update)
  }

  async function receive(readForm: ReadForm, owner: Owner): Promise<Buffer> {
    const form = await readForm({
      maxFileBytes: maxUploadBytes(),
      tooLarge: () => refusals[owner].tooLarge(),
    })
    const [image, ...others] = form?.files.get('image') ?? []
    if (!image) throw refusals[owner].noFile()
    if (others.length > 0) throw refusals[owner].array()
    const png = sniffImage(image)
      ? await toSquare(image, config.int('FileSettings.MaxImageResolution'))
      : 'decode'
    if (typeof png === 'string') throw refusals[owner][png]()
    return png
  }

  /** Stores the new picture before the row tells of it, and removes the old one after. */
  async function replace(
    owner: Owner,
    id: string,
    before: number,
    png: Buffer,
    note: (time: number) => Promise<void>,
  ): Promise<void> {
    const time = Math.max(clock(), before + 1)
    await blobs.write(blobName(owner, id, time), Readable.from([png]))
    try {
      await note(time)
    } catch (error) {
      await forget(owner, id, time)
      throw error
    }
    await forget(owner, id, before)
  }

  /** Undefined where it went lost or was damaged: a picture isn't worth an error. */
  async function read(owner: Owner, id: string, time: number): Promise<Picture | undefined> {
    try {
      const blob = await blobs.find(blobName(owner, id, time))
      return blob && { png: await buffer(blob.read()), maxAgeSeconds: daySeconds }
    } catch {
      return undefined
    }
  }

  async function forget(owner: Owner, id: string, time: number): Promise<void> {
    if (time > 0) await blobs.remove(blobName(owner, id, time))
  }

  return { ofUser, defaultOfUser, setOfUser, removeOfUser, ofTeam, setOfTeam, removeOfTeam }
}

async function draw(user: UserRow, maxAgeSeconds: number): Promise<Picture> {
  const { id, username, is_bot: isBot } = user
  return { png: await (isBot ? drawBotAvatar() : drawAvatar(id, username)), maxAgeSeconds }
}

function blobName(owner: Owner, id: string, time: number): string {
  return `${owner}/${id}/picture-${time}`
}

function noIcon(): AppError {
  return new AppError('api.team.get_team_icon.read_file.app_error', 404)
}

const refusals = {
  user: {
    tooLarge: () => new AppError('api.user.upload_profile_user.too_large.app_error', 413),
    noFile: () => new AppError('api.user.upload_profile_user.no_file.app_error', 400),
    array: () => new AppError('api.user.upload_profile_user.array.app_error', 400),
    decode: () => new AppError('api.user.upload_profile_user.decode.app_error', 400),
    check_image_limits: () =>
      new AppError('api.user.upload_profile_user.check_image_limits.app_error', 400),
  },
  team: {
    tooLarge: () => new AppError('api.team.set_team_icon.too_large.app_error', 400),
    noFile: () => new AppError('api.team.set_team_icon.no_file.app_error', 400),
    array: () => new AppError('api.team.set_team_icon.array.app_error', 400),
    decode: () => new AppError('api.team.set_team_icon.decode.app_error', 400),
    check_image_limits: () =>
      new AppError('api.team.set_team_icon.check_image_limits.app_error', 400),
  },
} as const
