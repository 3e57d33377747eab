import { useState } from 'react'

const KEY = 'redoubt.format-bar'

/** Whether the formatting buttons are shown: as chosen on this device, and at first where there is room. */
export function useFormatBar(): [boolean, () => void] {
  const [isShown, setIsShown] = useState(() => {
    const stored = localStorage.getItem(KEY)
    return stored ? stored === 'shown' : window.matchMedia('(min-width: 721px)').matches
  })
  return [
    isShown,
    () => {
      localStorage.setItem(KEY, isShown ? 'hidden' : 'shown')
      setIsShown(!isShown)
    },
  ]
}
