/** The colours that people choose themselves, under the names of Mattermost's themes. */
export type OwnColors = {
  centerChannelBg: string
  centerChannelColor: string
  sidebarBg: string
  buttonBg: string
  buttonColor: string
}

export const COLOR_NAMES = [
  'centerChannelBg',
  'centerChannelColor',
  'sidebarBg',
  'buttonBg',
  'buttonColor',
] as const

/** Where to begin: the house colours by day. */
export const FIRST_COLORS: OwnColors = {
  centerChannelBg: '#fdfcf9',
  centerChannelColor: '#1c2421',
  sidebarBg: '#f0ede6',
  buttonBg: '#0d6955',
  buttonColor: '#ffffff',
}

const HEX = /^#[0-9a-f]{6}$/i

/** The colours in a `theme` preference; the first ones where it names none. */
export function parseColors(preference: string): OwnColors {
  const found = parseObject(preference)
  const colors = { ...FIRST_COLORS }
  for (const name of COLOR_NAMES) {
    const color = found[name]
    if (typeof color === 'string' && HEX.test(color)) colors[name] = color.toLowerCase()
  }
  return colors
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** How far two colours stand apart, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The pairs that are read on one another. */
export const READ_PAIRS = [
  ['centerChannelColor', 'centerChannelBg'],
  ['centerChannelColor', 'sidebarBg'],
  ['buttonBg', 'centerChannelBg'],
  ['buttonColor', 'buttonBg'],
] as const

/** What text needs to be readable for nearly everybody. */
export const ENOUGH_CONTRAST = 4.5

type Tokens = { ground: 'light' | 'dark'; values: Record<string, string> }

/** The tokens that own colours change; the others follow the ground, which is light or dark. */
export function tokensOf(colors: OwnColors): Tokens {
  const { centerChannelBg: surface, centerChannelColor: words, sidebarBg, buttonBg } = colors
  const ground = luminanceOf(surface) > 0.18 ? 'light' : 'dark'
  const mixed = (color: string, share: number, base: string) =>
    `color-mix(in srgb, ${color} ${share}%, ${base})`
  return {
    ground,
    values: {
      '--color-surface': surface,
      '--color-raised': mixed(ground === 'light' ? '#ffffff' : words, 5, surface),
      '--color-code': mixed(words, 4, surface),
      '--color-sidebar': sidebarBg,
      '--color-rail': mixed(words, 7, sidebarBg),
      '--color-text': words,
      '--color-text-quiet': mixed(words, 80, surface),
      '--color-hover': mixed(words, 6, 'transparent'),
      '--color-pressed': mixed(words, 11, 'transparent'),
      '--color-line': mixed(words, 14, 'transparent'),
      '--color-line-strong': mixed(words, 55, surface),
      '--color-accent': buttonBg,
      '--color-accent-hover': mixed(buttonBg, 86, words),
      '--color-accent-soft': mixed(buttonBg, 11, 'transparent'),
      '--color-on-accent': colors.buttonColor,
      '--color-focus': buttonBg,
    },
  }
}
