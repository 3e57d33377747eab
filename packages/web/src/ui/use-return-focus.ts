import { type RefObject, useEffect, useState } from 'react'

/** When a pane goes with the focus in it, the focus goes back to what opened it. */
export function useReturnFocus(pane: RefObject<HTMLElement | null>): void {
  // Before the pane takes the focus.
  const [opener] = useState(() => document.activeElement)
  useEffect(() => {
    const element = pane.current
    return () => {
      const isInside = element?.contains(document.activeElement) ?? false
      const isLost = document.activeElement === document.body
      if ((isInside || isLost) && opener instanceof HTMLElement) opener.focus()
    }
  }, [pane, opener])
}
