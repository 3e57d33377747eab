const DARK = '#000000'
const LIGHT = '#ffffff'

/** The colour of letters, dark or light, that can be read best on a ground such as `#0d6955`. */
export function inkOn(ground: string): string {
  const lightness = luminanceOf(ground)
  const onLight = (1 + 0.05) / (lightness + 0.05)
  const onDark = (lightness + 0.05) / (luminanceOf(DARK) + 0.05)
  return onDark > onLight ? DARK : LIGHT
}

function luminanceOf(colour: string): number {
  const hex = /^#?([0-9a-f]{6})$/i.exec(colour)?.[1] ?? '000000'
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
