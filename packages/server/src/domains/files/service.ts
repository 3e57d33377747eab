import { createHash, timingSafeEqual } from 'node:crypto'
import type { FileInfo } from '@redoubt/wire/files.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore, StoredBlob } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { findFileInfos, toFileInfo } from './attachments.ts'
import { importedFiles } from './imported.ts'
import { blobNames, toServedType } from './names.ts'
import { resumableUploads } from './resumable.ts'
import { type FileRow, findFile } from './store.ts'
import { fileUploads } from './uploads.ts'

export type { Attachments } from './attachments.ts'
export type { ImportedFiles, ReceivedFile } from './imported.ts'
export type FilesService = ReturnType<typeof filesService>

/** Something to send: the file itself or what was made of it. */
export type FileContent = { id: string; name: string; type: string; blob: StoredBlob }

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  channels: Pick<ChannelsService, 'access' | 'accessToReadContent'>
  posts: Pick<PostsService, 'accessToRead' | 'isRestricted'>
  /** Whether the actor sees what a post says, whose channel they may read. */
  isSeen: (actor: Actor, postId: string) => Promise<boolean>
  blobs: BlobStore
  keys: KeySource
  /** Keeps a whole upload that is to be imported; resolves to its name there. */
  storeImport: (
    upload: { id: string; filename: string; size: number },
    bytes: AsyncIterable<Uint8Array>,
  ) => Promise<string>
  /** Told of files in the transaction that makes them known. */
  onStored: (tx: Tx, files: readonly FileRow[]) => Promise<void>
}

export function filesService(deps: Deps) {
  const { db, config, roles, channels, posts, isSeen, blobs, keys } = deps
  const { upload, receive, discard } = fileUploads(deps)
  const imported = importedFiles({ ...deps, receive, discard })
  const resumable = resumableUploads({ ...deps, upload })
  /** For a workspace whose administrator hasn't chosen one: a link must not be guessable. */
  const ownSalt = keys.derive('public-links').toString('hex')

  /**
   * The file, if the actor uploaded it or may read the channel of its post. Throws 404 where it
   * doesn't exist, was deleted, or might as well not exist.
   */
  async function access(actor: Actor, fileId: string): Promise<FileRow> {
    const file = await findFile(db, fileId)
    if (file && (await maySee(actor, file))) return file
    throw notFound()
  }

  async function maySee(actor: Actor, file: FileRow): Promise<boolean> {
    if (file.user_id === actor.userId) return true
    // Not attached yet, it is the uploader's alone.
    if (file.post_id === '') return false
    const channel = await channels
      .accessToReadContent(actor, file.channel_id)
      .catch(() => undefined)
    return channel !== undefined && isSeen(actor, file.post_id)
  }

  async function info(actor: Actor, fileId: string): Promise<FileInfo> {
    return toFileInfo(await access(actor, fileId))
  }

  /** The file's own content. */
  async function original(actor: Actor, fileId: string): Promise<FileContent> {
    return openOriginal(await access(actor, fileId))
  }

  async function openOriginal(file: FileRow): Promise<FileContent> {
    const blob = await openBlob(blobNames(file.id).original)
    return { id: file.id, name: file.name, type: toServedType(file.mime_type), blob }
  }

  /** A picture that fits a screen; 400 where the file is none. */
  async function preview(actor: Actor, fileId: string): Promise<FileContent> {
    const file = await access(actor, fileId)
    if (!file.preview_type) {
      throw new AppError('api.file.get_file_preview.no_preview.app_error', 400)
    }
    const blob = await openBlob(blobNames(file.id).preview)
    return { id: `${file.id}-preview`, name: file.name, type: `image/${file.preview_type}`, blob }
  }

  async function thumbnail(actor: Actor, fileId: string): Promise<FileContent> {
    const file = await access(actor, fileId)
    if (!file.preview_type) {
      throw new AppError('api.file.get_file_thumbnail.no_thumbnail.app_error', 400)
    }
    const blob = await openBlob(blobNames(file.id).thumbnail)
    return { id: `${file.id}-thumbnail`, name: file.name, type: 'image/jpeg', blob }
  }

  async function openBlob(name: string): Promise<StoredBlob> {
    const blob = await blobs.find(name)
    if (!blob) throw notFound()
    return blob
  }

  /** The files of a post in its order; deleted ones only for who may see them. */
  async function listOfPost(
    actor: Actor,
    postId: string,
    includeDeleted: boolean,
  ): Promise<FileInfo[]> {
    const { file_ids } = await posts.accessToRead(actor, postId)
    if (includeDeleted) roles.require(actor, 'manage_system')
    const found = file_ids.length > 0 ? await findFileInfos(db, file_ids) : []
    const byId = new Map(found.map((file) => [file.id, file]))
    return file_ids
      .flatMap((id) => byId.get(id) ?? [])
      .filter((file) => includeDeleted || file.delete_at === 0)
  }

  /** The address under which anybody may fetch the file; off unless the administrator wants it. */
  async function publicLink(actor: Actor, fileId: string, origin: string): Promise<string> {
    requirePublicLinks()
    const file = await access(actor, fileId)
    if (!file.post_id) throw new AppError('api.file.get_public_link.no_post.app_error', 400)
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '') || origin
    return `${site}/files/${file.id}/public?h=${linkHash(file.id)}`
  }

  /** Throws 400 for a wrong hash, whether or not there is such a file. */
  async function publicContent(fileId: string, hash: string): Promise<FileContent> {
    requirePublicLinks()
    if (!isSame(hash, linkHash(fileId))) {
      throw new AppError('api.file.get_file.public_invalid.app_error', 400)
    }
    const file = await findFile(db, fileId)
    if (!file?.post_id || !(await isSeen(anonymous, file.post_id))) throw notFound()
    return openOriginal(file)
  }

  function requirePublicLinks(): void {
    if (config.bool('FileSettings.EnablePublicLink')) return
    throw new AppError('api.file.get_public_link.disabled.app_error', 403)
  }

  function linkHash(fileId: string): string {
    const salt = config.string('FileSettings.PublicLinkSalt') || ownSalt
    return createHash('sha256').update(salt).update(fileId).digest('base64url')
  }

  return {
    upload,
    resumable,
    imported,
    info,
    original,
    preview,
    thumbnail,
    listOfPost,
    publicLink,
    publicContent,
  }
}

function notFound(): AppError {
  return new AppError('app.file_info.get.app_error', 404)
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
