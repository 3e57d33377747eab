import { type RefObject, useEffect, useState } from 'react'
import { outsideOf } from './sections.ts'

/** Whether something unread lies above or below what is seen of a list, and the ways there. */
export function useHiddenUnreads(scroller: RefObject<HTMLElement | null>, content: unknown) {
  const [hidden, setHidden] = useState({ above: false, below: false })

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in the list decides.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const { above, below } = nearest(element)
      const next = { above: above !== undefined, below: below !== undefined }
      setHidden((now) => (now.above === next.above && now.below === next.below ? now : next))
    }
    // After the rows have their places.
    const frame = requestAnimationFrame(look)
    const resize = new ResizeObserver(look)
    resize.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      resize.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller, content])

  const goTo = (side: 'above' | 'below') => () => {
    if (scroller.current) nearest(scroller.current)[side]?.scrollIntoView({ block: 'center' })
  }
  return { ...hidden, toAbove: goTo('above'), toBelow: goTo('below') }
}

function nearest(scroller: HTMLElement) {
  const rows = [...scroller.querySelectorAll<HTMLElement>('[data-channel] > [data-state="unread"]')]
  const view = scroller.getBoundingClientRect()
  const { above, below } = outsideOf(
    rows.map((row) => row.getBoundingClientRect()),
    view,
  )
  return { above: rows[above], below: rows[below] }
}
