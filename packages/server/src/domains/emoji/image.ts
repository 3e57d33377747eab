import sharp from 'sharp'

export type EmojiImage = { type: 'png' | 'gif'; bytes: Buffer }

/** Why bytes couldn't be made the picture of an emoji. */
export type Refusal = 'not_an_image' | 'too_large' | 'decode_error' | 'gif_decode_error'

const side = 128
const maxOriginalSide = 1028
/** Over all images of an animation: a small file may hold thousands of them. */
const maxPixels = 32 * maxOriginalSide * maxOriginalSide

/** Makes a picture fit 128×128; a GIF keeps moving, anything else becomes a PNG. */
export async function toEmojiImage(
  bytes: Buffer,
  format: string | undefined,
): Promise<EmojiImage | Refusal> {
  if (format !== 'png' && format !== 'jpeg' && format !== 'gif') return 'not_an_image'
  const isGif = format === 'gif'
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width > maxOriginalSide || height > maxOriginalSide) return 'too_large'
    const fitted = sharp(bytes, { animated: isGif, limitInputPixels: maxPixels })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    return isGif
      ? { type: 'gif', bytes: await fitted.gif().toBuffer() }
      : { type: 'png', bytes: await fitted.png().toBuffer() }
  } catch {
    return isGif ? 'gif_decode_error' : 'decode_error'
  }
}
