import type { CSSProperties } from 'react'

const GAP = 6
const MARGIN = 8

type Size = {
  width: number
  height: number
  /** Which side it shares with its anchor, in the direction of the text; or the one with room. */
  side?: 'start' | 'end' | 'roomy'
}

/** Where a floating panel stands: above its anchor if there is room, else below, on the screen. */
export function placeBeside(anchor: Element, { width, height, side = 'end' }: Size): CSSProperties {
  const box = anchor.getBoundingClientRect()
  const shown = Math.min(width, window.innerWidth - 2 * MARGIN)
  const above = box.top - GAP - height
  const isRtl = getComputedStyle(anchor).direction === 'rtl'
  const isLeft = side === 'roomy' ? box.left < window.innerWidth / 2 : (side === 'start') !== isRtl
  const below = Math.min(box.bottom + GAP, window.innerHeight - height - MARGIN)
  return {
    left: Math.max(
      MARGIN,
      Math.min(isLeft ? box.left : box.right - shown, window.innerWidth - shown - MARGIN),
    ),
    top: Math.max(MARGIN, above >= MARGIN ? above : below),
    width: shown,
    height: Math.min(height, window.innerHeight - 2 * MARGIN),
  }
}
