import sharp from 'sharp'

/** Why bytes couldn't be made a picture. */
export type Refusal = 'decode' | 'check_image_limits'

const side = 128

/**
 * The middle of a picture as a PNG of 128×128, the camera's rotation applied and all that a camera
 * notes about place and time left behind. Of an animation it is the first image.
 */
export async function toSquare(bytes: Buffer, maxPixels: number): Promise<Buffer | Refusal> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > maxPixels) return 'check_image_limits'
    return await sharp(bytes, { limitInputPixels: maxPixels })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .png()
      .toBuffer()
  } catch {
    return 'decode'
  }
}
