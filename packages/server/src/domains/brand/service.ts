import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import type { AuditsService } from '#domains/audits/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { ReadForm } from '#platform/http/form.ts'
import { findBrandTime, upsertBrandTime } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  audits: Pick<AuditsService, 'record'>
  blobs: BlobStore
  /** The format by the first bytes; only what it knows ever reaches the decoder. */
  sniffImage: (head: Buffer) => string | undefined
}

/** Larger ones would take the decoder's memory: it needs all the bytes at once. */
const maxDecodedBytes = 50 * 1024 * 1024

/** The picture of the log-in page. */
export function brandService(deps: Deps) {
  const { db, transact, clock, config, roles, audits, blobs, sniffImage } = deps

  /** A PNG. Throws 404 where none was set. */
  async function get(): Promise<Buffer> {
    const time = await findBrandTime(db)
    const blob = time > 0 ? await blobs.find(blobName(time)) : undefined
    if (!blob) throw new AppError('api.admin.get_brand_image.storage.app_error', 404)
    return buffer(blob.read())
  }

  async function set(actor: Actor, readForm: ReadForm): Promise<void> {
    roles.require(actor, 'edit_brand')
    const png = await receive(readForm)
    const before = await findBrandTime(db)
    const time = Math.max(clock(), before + 1)
    await blobs.write(blobName(time), Readable.from([png]))
    await note(actor, 'uploadBrandImage', time)
    if (before > 0) await blobs.remove(blobName(before))
  }

  /** Throws 404 where none was set. */
  async function remove(actor: Actor): Promise<void> {
    roles.require(actor, 'edit_brand')
    const before = await findBrandTime(db)
    if (before === 0) throw new AppError('api.admin.delete_brand_image.storage.not_found', 404)
    await note(actor, 'deleteBrandImage', 0)
    await blobs.remove(blobName(before))
  }

  async function note(actor: Actor, action: string, time: number): Promise<void> {
    await transact(async (tx) => {
      await upsertBrandTime(tx, time)
      await audits.record(tx, { actor, action })
    })
  }

  async function receive(readForm: ReadForm): Promise<Buffer> {
    const form = await readForm({
      maxFileBytes: Math.min(config.int('FileSettings.MaxFileSize'), maxDecodedBytes),
      tooLarge: () => new AppError('api.admin.upload_brand_image.too_large.app_error', 413),
    })
    if (!form) throw new AppError('api.admin.upload_brand_image.parse.app_error', 400)
    const [image, ...others] = form.files.get('image') ?? []
    if (!image) throw new AppError('api.admin.upload_brand_image.no_file.app_error', 400)
    if (others.length > 0) throw new AppError('api.admin.upload_brand_image.array.app_error', 400)
    if (!sniffImage(image)) throw undecodable()
    return toPng(image, config.int('FileSettings.MaxImageResolution'))
  }

  return { get, set, remove }
}

/** The picture without what a camera notes about place and time. */
async function toPng(bytes: Buffer, maxPixels: number): Promise<Buffer> {
  const size = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw undecodable(cause)
    })
  if (size.width * size.height > maxPixels) {
    throw new AppError('brand.save_brand_image.check_image_limits.app_error', 400)
  }
  return sharp(bytes, { limitInputPixels: maxPixels })
    .autoOrient()
    .png()
    .toBuffer()
    .catch((cause: unknown) => {
      throw undecodable(cause)
    })
}

function undecodable(cause?: unknown): AppError {
  return new AppError('brand.save_brand_image.decode.app_error', 400, { cause })
}

function blobName(time: number): string {
  return `brand/image-${time}`
}
