const SIZE = 64
const DOT = 19

/** Gives the tab's icon a dot: in the colour of warnings for mentions, else in that of the app. */
export function drawIcon(state: 'read' | 'unread' | 'mentioned'): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return
  link.dataset.plain ??= link.href
  const { plain } = link.dataset
  link.dataset.state = state
  if (state === 'read') {
    link.href = plain
    return
  }
  const image = new Image(SIZE, SIZE)
  image.addEventListener('load', () => {
    // A later state may have come first.
    if (link.dataset.state === state) link.href = dotted(image, state)
  })
  image.src = plain
}

function dotted(image: HTMLImageElement, state: 'unread' | 'mentioned'): string {
  const canvas = document.createElement('canvas')
  canvas.width = SIZE
  canvas.height = SIZE
  const context = canvas.getContext('2d')
  if (!context) return image.src
  context.drawImage(image, 0, 0, SIZE, SIZE)
  context.beginPath()
  context.arc(SIZE - DOT, DOT, DOT, 0, 2 * Math.PI)
  // Tabs have colours of their own, so these are no tokens.
  context.fillStyle = state === 'mentioned' ? '#c8392b' : '#0d6955'
  context.fill()
  context.lineWidth = 5
  context.strokeStyle = '#ffffff'
  context.stroke()
  return canvas.toDataURL('image/png')
}
