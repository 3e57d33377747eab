import { type RefObject, useLayoutEffect } from 'react'

/** Rows are measured as they appear, which moves the others; so many frames without it will do. */
const CALM_FRAMES = 3

/**
 * Brings a list to the place where reading begins, once, and tells when it rests there: until then
 * nothing may be added before it.
 */
export function useFirstPlace(
  scroller: RefObject<HTMLElement | null>,
  place: () => void,
  onPlaced: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: from then on the reader scrolls.
  useLayoutEffect(() => {
    place()
    let last = -1
    let calm = 0
    let frame = requestAnimationFrame(function look() {
      const top = scroller.current?.scrollTop ?? 0
      calm = top === last ? calm + 1 : 0
      last = top
      if (calm >= CALM_FRAMES) onPlaced()
      else frame = requestAnimationFrame(look)
    })
    return () => cancelAnimationFrame(frame)
  }, [])
}
