import sharp from 'sharp'

/** A picture as it is shown, after the camera's rotation. */
export type ImageFacts = { width: number; height: number; renditions?: Renditions }

export type Renditions = {
  type: 'jpeg' | 'png'
  preview: Buffer
  thumbnail: Buffer
  /** 16×16, told with the file's data so that clients have something to show at once. */
  mini: Buffer
}

export class TooManyPixels extends Error {
  readonly width: number
  readonly height: number

  constructor({ width, height }: { width: number; height: number }) {
    super('too many pixels')
    this.width = width
    this.height = height
  }
}

const previewWidth = 1920
const thumbnailBox = { width: 120, height: 100 }
const miniSide = 16
const quality = 90

/** Bytes of a file's beginning that are enough to tell what it is. */
export const headBytes = 4096

/** The format by the first bytes; only these formats ever reach the decoder. */
export function sniffImage(head: Buffer): 'jpeg' | 'png' | 'gif' | 'webp' | undefined {
  const starts = (hex: string, at = 0) => head.toString('hex', at).startsWith(hex)
  if (starts('ffd8ff')) return 'jpeg'
  if (starts('89504e470d0a1a0a')) return 'png'
  if (starts('474946383761') || starts('474946383961')) return 'gif'
  return starts('52494646') && starts('57454250', 8) ? 'webp' : undefined
}

/** The size that the beginning of an SVG states; a drawing is never rendered here. */
export function svgSize(head: Buffer): { width: number; height: number } | undefined {
  const tag = /<svg\b[^>]*>/i.exec(head.toString('utf8'))?.[0] ?? ''
  const side = (name: string) => {
    const text = new RegExp(
      `\\s${name}\\s*=\\s*["']\\s*(\\d{1,6}(?:\\.\\d+)?)(?:px)?\\s*["']`,
    ).exec(tag)
    return Math.round(Number(text?.[1] ?? 0))
  }
  const box = /\sviewBox\s*=\s*["']\s*\S+\s+\S+\s+(\d{1,6})\S*\s+(\d{1,6})/.exec(tag)
  const width = side('width') || Number(box?.[1] ?? 0)
  const height = side('height') || Number(box?.[2] ?? 0)
  return width > 0 && height > 0 ? { width, height } : undefined
}

/**
 * Measures a picture and makes its preview and thumbnail; at most `concurrency` at a time, since
 * each takes memory for all its bytes and pixels. A GIF stays as it is: a preview wouldn't move.
 */
export function makeImageReader(concurrency: number) {
  const queue = makeQueue(concurrency)

  /** Undefined for what turns out not to be a picture. Throws `TooManyPixels`. */
  async function readNow(
    load: () => Promise<Buffer>,
    maxPixels: number,
  ): Promise<ImageFacts | undefined> {
    const bytes = await load()
    const facts = await measure(bytes)
    if (!facts) return undefined
    const { width, height, format } = facts
    if (width * height > maxPixels) throw new TooManyPixels({ width, height })
    if (format === 'gif') return { width, height }
    const renditions = await render(bytes, maxPixels).catch(() => undefined)
    return { width, height, ...(renditions && { renditions }) }
  }

  return {
    read: (load: () => Promise<Buffer>, maxPixels: number) => queue(() => readNow(load, maxPixels)),
  }
}

async function measure(bytes: Buffer) {
  try {
    const { autoOrient, format } = await sharp(bytes, { limitInputPixels: false }).metadata()
    return { ...autoOrient, format }
  } catch {
    return undefined
  }
}

async function render(bytes: Buffer, maxPixels: number): Promise<Renditions> {
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels })
    .autoOrient()
    .resize({ width: previewWidth, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const image = () => sharp(data, { raw: { width, height, channels } })
  const isOpaque = channels !== 4 || (await image().stats()).isOpaque
  const onWhite = () => image().flatten({ background: '#ffffff' })
  const [preview, thumbnail, mini] = await Promise.all([
    (isOpaque ? onWhite().jpeg({ quality }) : image().png()).toBuffer(),
    onWhite()
      .resize({ ...thumbnailBox, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer(),
    onWhite().resize(miniSide, miniSide, { fit: 'fill' }).jpeg({ quality }).toBuffer(),
  ])
  return { type: isOpaque ? 'jpeg' : 'png', preview, thumbnail, mini }
}

/** Runs at most `size` works at a time, in the order in which they came. */
function makeQueue(size: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
