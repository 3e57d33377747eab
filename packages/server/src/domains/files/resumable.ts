import type { FileInfo, FileUpload, NewUpload, UploadSession } from '@redoubt/wire/files.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { extensionOf, toFileName } from './names.ts'
import {
  deleteUpload,
  findChunks,
  findUpload,
  findUploadsByUser,
  insertChunk,
  insertUpload,
  type UploadRow,
} from './store.ts'
import type { UploadPart } from './upload-request.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access'>
  posts: Pick<PostsService, 'isRestricted'>
  blobs: BlobStore
  upload: (actor: Actor, parts: AsyncIterable<UploadPart>) => Promise<FileUpload>
  storeImport: (
    upload: { id: string; filename: string; size: number },
    bytes: AsyncIterable<Uint8Array>,
  ) => Promise<string>
}

type Body = {
  source: AsyncIterable<Uint8Array>
  /** What a raw body says of its length; NaN where it doesn't. */
  rawBytes: number | undefined
}

const firstChunkBytes = 5 * 1024 * 1024

/** Uploads in pieces: a client that was cut off asks how far it got and goes on from there. */
export function resumableUploads(deps: Deps) {
  const { db, transact, clock, config, roles, channels, posts, blobs, upload, storeImport } = deps

  /** Begins an upload. Throws 413 where the whole would be larger than the server takes. */
  async function create(actor: Actor, input: NewUpload): Promise<UploadSession> {
    requireEnabled()
    requireValid(input)
    if (input.file_size > config.int('FileSettings.MaxFileSize')) {
      throw new AppError('api.upload.create.upload_too_large.app_error', 413, {
        params: { channelId: input.channel_id ?? '' },
      })
    }
    const row: UploadRow = {
      id: newId(clock()),
      type: input.type === 'import' ? 'import' : 'attachment',
      create_at: clock(),
      user_id: actor.userId,
      channel_id: await findTarget(actor, input),
      filename: toFileName(input.filename),
      file_size: input.file_size,
      file_offset: 0,
    }
    await transact.single((tx) => insertUpload(tx, row))
    return toSession(row)
  }

  /** The channel that the file is for; what is to be imported is for none, and of administrators. */
  async function findTarget(actor: Actor, { type, channel_id = '' }: NewUpload): Promise<string> {
    if (type === 'import') {
      roles.require(actor, 'manage_system')
      return ''
    }
    const channel = await channels.access(actor, channel_id, 'upload_file')
    if (channel.delete_at > 0) {
      throw new AppError('app.upload.create.cannot_upload_to_deleted_channel.app_error', 400)
    }
    if (await posts.isRestricted(channel)) {
      throw new AppError('app.upload.create.cannot_upload_to_restricted_dm.error', 400)
    }
    return channel.id
  }

  async function requireStillAllowed(actor: Actor, row: UploadRow): Promise<void> {
    if (row.type === 'import') roles.require(actor, 'manage_system')
    else await channels.access(actor, row.channel_id, 'upload_file')
  }

  /** The actor's own upload; somebody else's is as if it weren't there. */
  async function access(actor: Actor, uploadId: string): Promise<UploadRow> {
    const row = await findUpload(db, uploadId)
    if (row?.user_id === actor.userId) return row
    throw noUpload()
  }

  /** How far an upload got: one's own, or as an administrator anybody's. */
  async function get(actor: Actor, uploadId: string): Promise<UploadSession> {
    const row = await findUpload(db, uploadId)
    const isShown = row?.user_id === actor.userId || roles.grants(actor, 'manage_system')
    if (row && isShown) return toSession(row)
    throw noUpload()
  }

  async function listOfUser(actor: Actor, idOrMe: string): Promise<UploadSession[]> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) {
      throw new AppError('api.user.get_uploads_for_user.forbidden.app_error', 403)
    }
    return (await findUploadsByUser(db, userId)).map(toSession)
  }

  /**
   * Adds the next bytes. Resolves to the file once all of them are there, else to undefined. What
   * arrived before a cut is kept.
   */
  async function append(
    actor: Actor,
    uploadId: string,
    { source, rawBytes }: Body,
  ): Promise<FileInfo | undefined> {
    requireEnabled()
    const row = await access(actor, uploadId)
    await requireStillAllowed(actor, row)
    const missingBytes = row.file_size - row.file_offset
    if (rawBytes !== undefined && rawBytes > missingBytes) throw tooLong()
    const arriving = upToCut(source, missingBytes)
    const chunkName = `upload/${row.id}/${newId(clock())}`
    await blobs.write(chunkName, arriving.bytes)
    try {
      await keep(row, chunkName, arriving.facts)
    } catch (error) {
      await blobs.remove(chunkName)
      throw error
    }
    if (arriving.facts.failure) throw arriving.facts.failure
    return arriving.facts.size === missingBytes ? finish(actor, row) : undefined
  }

  async function keep(row: UploadRow, blob_name: string, { size, failure }: Arrived) {
    const isLast = row.file_offset + size === row.file_size
    if (row.file_offset === 0 && size < firstChunkBytes && !isLast && !failure) {
      throw new AppError('app.upload.upload_data.first_part_too_small.app_error', 400, {
        params: { Size: firstChunkBytes },
      })
    }
    if (size === 0) return blobs.remove(blob_name)
    const isKept = await transact((tx) => insertChunk(tx, row, { blob_name, size }))
    if (!isKept) throw new AppError('app.upload.upload_data.concurrent.app_error', 400)
  }

  /** The whole is taken in like any other upload; the pieces go. */
  async function finish(actor: Actor, row: UploadRow): Promise<FileInfo | undefined> {
    const chunks = await findChunks(db, row.id)
    const info =
      row.type === 'import' ? await keepImport(row, chunks) : await take(actor, row, chunks)
    await transact.single((tx) => deleteUpload(tx, row.id))
    for (const name of chunks) await blobs.remove(name)
    return info
  }

  async function take(actor: Actor, row: UploadRow, chunks: string[]) {
    return (await upload(actor, toParts(row, chunks))).file_infos[0]
  }

  async function keepImport(row: UploadRow, chunks: string[]): Promise<FileInfo> {
    const { id, user_id, channel_id, create_at, filename, file_size: size } = row
    const name = await storeImport({ id, filename, size }, readChunks(chunks))
    const extension = extensionOf(filename)
    return {
      ...{ id, user_id, channel_id, create_at, name, extension, size },
      update_at: create_at,
      delete_at: 0,
      mime_type: 'application/zip',
      mini_preview: null,
      remote_id: '',
      archived: false,
    }
  }

  async function* toParts(row: UploadRow, chunks: string[]): AsyncGenerator<UploadPart> {
    yield { kind: 'channel_id', value: row.channel_id }
    yield { kind: 'file', name: row.filename, source: readChunks(chunks) }
  }

  async function* readChunks(chunks: string[]): AsyncGenerator<Uint8Array> {
    for (const name of chunks) {
      const blob = await blobs.find(name)
      if (!blob) throw new AppError('app.upload.get.app_error', 404)
      yield* blob.read()
    }
  }

  function requireEnabled(): void {
    if (config.bool('FileSettings.EnableFileAttachments')) return
    throw new AppError('api.file.attachments.disabled.app_error', 403)
  }

  return { create, get, listOfUser, append }
}

function requireValid({ filename, file_size, type = 'attachment' }: NewUpload): void {
  if (!['attachment', 'import'].includes(type))
    throw new AppError('model.upload_session.is_valid.type.app_error', 400)
  if (!filename) throw new AppError('model.upload_session.is_valid.filename.app_error', 400)
  if (file_size <= 0) throw new AppError('model.upload_session.is_valid.file_size.app_error', 400)
}

function tooLong(): AppError {
  return new AppError('api.upload.upload_data.invalid_content_length', 400)
}

type Arrived = { size: number; failure: unknown }

/** Ends where the connection does and says so in `facts`; throws for more bytes than were told. */
function upToCut(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): { facts: Arrived; bytes: AsyncIterable<Uint8Array> } {
  const facts: Arrived = { size: 0, failure: undefined }
  async function* pass() {
    try {
      for await (const piece of source) {
        facts.size += piece.length
        if (facts.size > maxBytes) break
        yield piece
      }
    } catch (error) {
      facts.failure = error
    }
    if (facts.size > maxBytes) throw tooLong()
  }
  return { facts, bytes: pass() }
}

function noUpload(): AppError {
  return new AppError('app.upload.get.app_error', 404)
}

function toSession(row: UploadRow): UploadSession {
  return { ...row, remote_id: '', req_file_id: '' }
}
