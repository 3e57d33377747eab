const MAX_WIDTH = 420
const MAX_HEIGHT = 280

type Size = { width: number; height: number }

/** The room that a picture takes in a conversation: never larger than it is, nor than fits. */
export function thumbnailSize({ width, height }: Size): Size {
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height)
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
}
