import { create } from 'zustand'
import { type OwnColors, parseColors, tokensOf } from './own-colors.ts'

export type Theme = 'system' | 'light' | 'dark' | 'own'

/** How the app looks on this device. */
export type Look = {
  theme: Theme
  /** More contrast than the theme has, also where the system doesn't ask for it. */
  hasContrast: boolean
  /** No motion, also where the system allows it. */
  isCalm: boolean
  density: 'roomy' | 'dense'
}

const KEY = 'redoubt.theme'
const CONTRAST = 'redoubt.contrast'
const CALM = 'redoubt.calm'
const DENSITY = 'redoubt.density'
/** Own colours are a preference of the account; they are kept for the first moment of a page. */
const COLORS = 'redoubt.colors'

function storedLook(): Look {
  const theme = localStorage.getItem(KEY)
  return {
    theme: theme === 'light' || theme === 'dark' || theme === 'own' ? theme : 'system',
    hasContrast: localStorage.getItem(CONTRAST) === 'on',
    isCalm: localStorage.getItem(CALM) === 'on',
    density: localStorage.getItem(DENSITY) === 'dense' ? 'dense' : 'roomy',
  }
}

const useStored = create<Look>()(storedLook)

/** The look of the app as it was chosen on this device. */
export const useLook: () => Look = useStored

/** Changes the look, and remembers it on this device. */
export function chooseLook(changed: Partial<Look>): void {
  const look = { ...useStored.getState(), ...changed }
  localStorage.setItem(KEY, look.theme)
  localStorage.setItem(CONTRAST, look.hasContrast ? 'on' : 'off')
  localStorage.setItem(CALM, look.isCalm ? 'on' : 'off')
  localStorage.setItem(DENSITY, look.density)
  useStored.setState(look)
  applyLook()
}

/** Shows the app as it was chosen, here and in the other tabs of this device. */
export function startLook(): void {
  applyLook()
  window.addEventListener('storage', ({ key }) => {
    if (key !== null && ![KEY, CONTRAST, CALM, DENSITY, COLORS].includes(key)) return
    useStored.setState(storedLook())
    applyLook()
  })
}

/** Takes the own colours, as the account's preference has them. */
export function takeColors(preference: string | undefined): void {
  if (preference === undefined || preference === localStorage.getItem(COLORS)) return
  localStorage.setItem(COLORS, preference)
  applyLook()
}

function applyLook(): void {
  const { theme, hasContrast, isCalm, density } = useStored.getState()
  const root = document.documentElement
  setFlag(root, 'contrast', hasContrast && 'more')
  setFlag(root, 'motion', isCalm && 'reduced')
  setFlag(root, 'density', density === 'dense' && density)
  const tokens = theme === 'own' ? tokensOf(storedColors()) : undefined
  setFlag(root, 'theme', tokens ? tokens.ground : theme !== 'system' && theme !== 'own' && theme)
  for (const name of [...root.style]) if (name.startsWith('--')) root.style.removeProperty(name)
  for (const [name, value] of Object.entries(tokens?.values ?? {})) {
    root.style.setProperty(name, value)
  }
}

function setFlag(root: HTMLElement, name: string, value: string | false): void {
  if (value) root.dataset[name] = value
  else delete root.dataset[name]
}

function storedColors(): OwnColors {
  return parseColors(localStorage.getItem(COLORS) ?? '')
}
