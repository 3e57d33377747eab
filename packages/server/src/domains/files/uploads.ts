import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FileUpload } from '@redoubt/wire/files.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { isId, newId } from '#platform/ids.ts'
import { toFileInfo } from './attachments.ts'
import {
  headBytes,
  type ImageFacts,
  makeImageReader,
  sniffImage,
  svgSize,
  TooManyPixels,
} from './images.ts'
import { blobNames, extensionOf, mimeTypeOf, toFileName } from './names.ts'
import { type FileRow, insertFiles } from './store.ts'
import type { UploadPart } from './upload-request.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  channels: Pick<ChannelsService, 'access'>
  posts: Pick<PostsService, 'isRestricted'>
  blobs: BlobStore
  /** Told of files in the transaction that makes them known. */
  onStored: (tx: Tx, files: readonly FileRow[]) => Promise<void>
}

/** A file whose content is stored and that isn't known to anybody yet. */
export type ReceivedFile = Omit<FileRow, 'user_id' | 'channel_id'>

/** Stores the content of one file, and throws away what was stored. */
export type FileReceiver = Pick<ReturnType<typeof fileUploads>, 'receive' | 'discard'>

/** Larger pictures are kept as plain files: the decoder needs all their bytes in memory. */
const maxDecodedBytes = 50 * 1024 * 1024
const defaultDecoders = 2

/** Taking files in: content goes to the blob store as it arrives, rows follow when all is well. */
export function fileUploads(deps: Deps) {
  const { transact, clock, config, channels, posts, blobs, onStored } = deps
  const decoders = config.int('FileSettings.MaxImageDecoderConcurrency')
  const images = makeImageReader(decoders > 0 ? decoders : defaultDecoders)

  /**
   * Stores the files of one request, all or none. They belong to the actor until a post of the
   * actor's in the same channel takes them.
   */
  async function upload(actor: Actor, parts: AsyncIterable<UploadPart>): Promise<FileUpload> {
    if (!config.bool('FileSettings.EnableFileAttachments')) {
      throw new AppError('api.file.attachments.disabled.app_error', 403)
    }
    const received: ReceivedFile[] = []
    try {
      const { channelId, clientIds } = await receiveAll(actor, parts, received)
      const rows = received.map((file) => ({
        ...file,
        user_id: actor.userId,
        channel_id: channelId,
      }))
      await transact(async (tx) => {
        await insertFiles(tx, rows)
        await onStored(tx, rows)
      })
      return { file_infos: rows.map(toFileInfo), client_ids: clientIds }
    } catch (error) {
      for (const file of received) await discard(file.id)
      throw error
    }
  }

  /** Adds to `received` as it goes, so that a failure knows what to throw away. */
  async function receiveAll(
    actor: Actor,
    parts: AsyncIterable<UploadPart>,
    received: ReceivedFile[],
  ): Promise<{ channelId: string; clientIds: string[] }> {
    let channelId = ''
    const clientIds: string[] = []
    for await (const part of parts) {
      if (part.kind === 'channel_id') {
        channelId = await accessToUpload(actor, part.value, channelId)
      } else if (part.kind === 'client_id') {
        clientIds.push(part.value)
      } else {
        const alreadyBytes = received.reduce((sum, file) => sum + file.size, 0)
        // As long as nobody knows whether the actor may upload at all, the request is one file.
        received.push(await receive(part, channelId ? 0 : alreadyBytes))
      }
    }
    if (!channelId) throw invalidBody('channel_id')
    if (received.length === 0) throw invalidBody('files')
    if (clientIds.length > 0 && clientIds.length !== received.length) {
      throw new AppError('api.file.upload_file.incorrect_number_of_client_ids.app_error', 400, {
        params: { NumClientIds: clientIds.length, NumFiles: received.length },
      })
    }
    return { channelId, clientIds }
  }

  async function accessToUpload(actor: Actor, wanted: string, before: string): Promise<string> {
    if (!isId(wanted)) throw invalidBody('channel_id')
    if (before && before !== wanted) {
      throw new AppError('api.file.upload_file.multiple_channel_ids.app_error', 400)
    }
    const channel = await channels.access(actor, wanted, 'upload_file')
    if (await posts.isRestricted(channel)) {
      throw new AppError('api.file.upload_file.restricted_dm.error', 400)
    }
    return channel.id
  }

  async function receive(
    { name: sentName, source }: { name: string; source: AsyncIterable<Uint8Array> },
    alreadyBytes = 0,
  ): Promise<ReceivedFile> {
    const now = clock()
    const id = newId(now)
    const name = toFileName(sentName)
    const extension = extensionOf(name)
    const maxBytes = config.int('FileSettings.MaxFileSize')
    const measured = measure(source, maxBytes - alreadyBytes, () => tooLarge(name, maxBytes))
    await blobs.write(blobNames(id).original, measured.bytes)
    try {
      const picture = await look(id, name, measured.facts)
      return {
        id,
        post_id: '',
        create_at: now,
        update_at: now,
        delete_at: 0,
        name,
        extension,
        size: measured.facts.size,
        mime_type: mimeTypeOf(extension),
        width: picture?.width ?? 0,
        height: picture?.height ?? 0,
        mini_preview: picture?.renditions?.mini ?? null,
        preview_type: picture?.renditions?.type ?? '',
      }
    } catch (error) {
      await discard(id)
      throw error
    }
  }

  /** Whether the file is a picture; its preview and thumbnail are stored beside it. */
  async function look(
    id: string,
    name: string,
    { size, head }: { size: number; head: Buffer },
  ): Promise<ImageFacts | undefined> {
    if (extensionOf(name) === 'svg') return svgSize(head)
    if (!sniffImage(head) || size > maxDecodedBytes) return undefined
    const names = blobNames(id)
    const stored = await blobs.find(names.original)
    if (!stored) return undefined
    const picture = await readImage(name, () => buffer(stored.read()))
    if (picture?.renditions) {
      await blobs.write(names.preview, Readable.from([picture.renditions.preview]))
      await blobs.write(names.thumbnail, Readable.from([picture.renditions.thumbnail]))
    }
    return picture
  }

  async function readImage(
    name: string,
    load: () => Promise<Buffer>,
  ): Promise<ImageFacts | undefined> {
    try {
      return await images.read(load, config.int('FileSettings.MaxImageResolution'))
    } catch (error) {
      if (!(error instanceof TooManyPixels)) throw error
      throw new AppError('api.file.upload_file.large_image_detailed.app_error', 400, {
        params: { Filename: name, Width: error.width, Height: error.height },
      })
    }
  }

  async function discard(id: string): Promise<void> {
    for (const name of Object.values(blobNames(id))) await blobs.remove(name)
  }

  return { upload, receive, discard }
}

function tooLarge(name: string, maxBytes: number): AppError {
  return new AppError('api.file.upload_file.too_large_detailed.app_error', 413, {
    params: { Filename: name, Limit: maxBytes },
  })
}

/** Counts what flows by and keeps its beginning; `facts` are complete once `bytes` was read. */
function measure(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  refusal: () => AppError,
): { facts: { size: number; head: Buffer }; bytes: AsyncIterable<Uint8Array> } {
  const facts = { size: 0, head: Buffer.alloc(0) }
  async function* pass() {
    for await (const piece of source) {
      facts.size += piece.length
      if (facts.size > maxBytes) throw refusal()
      if (facts.head.length < headBytes) {
        facts.head = Buffer.concat([facts.head, piece]).subarray(0, headBytes)
      }
      yield piece
    }
  }
  return { facts, bytes: pass() }
}
