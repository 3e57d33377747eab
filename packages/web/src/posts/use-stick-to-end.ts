import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** So near to the end, a reader follows the conversation. */
const STICKY_PX = 40

/**
 * Keeps a list at its end while the reader is there: as the list changes its height, and as rows
 * come, grow and go, which `layout` tells by being another text.
 */
export function useStickToEnd(
  scroller: RefObject<HTMLElement | null>,
  layout: string,
  toEnd: () => void,
): void {
  const isAtEnd = useRef(false)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const below = element.scrollHeight - element.clientHeight - element.scrollTop
      isAtEnd.current = below < STICKY_PX
    }
    const resize = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    element.addEventListener('scroll', look, { passive: true })
    resize.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resize.disconnect()
    }
  }, [scroller])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what matters is that the layout changed.
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd()
  }, [layout])
}
