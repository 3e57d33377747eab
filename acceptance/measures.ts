import type { Page } from 'playwright-core'

/** The least that a finger needs, in pixels. */
const TARGET = 44

/**
 * What can be pressed, but on less than 44 pixels across or down. Left out are words within a text,
 * names that stand beside a picture that does the same, and what is hidden.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const TARGET = ${TARGET}
    const kinds = 'a[href], button, input, select, textarea, summary, [role^="menuitem"], [role="option"], [role="tab"]'
    const isSame = (target, hit) =>
      hit && (target.contains(hit) || hit.contains(target) || hit.closest('label')?.contains(target) ||
        (hit.closest('label')?.htmlFor && hit.closest('label').htmlFor === target.id))
    const roomOf = (target) => {
      const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
      let around = target.parentElement
      while (around && getComputedStyle(around).overflowY === 'visible') around = around.parentElement
      return around && around !== document.documentElement ? around.getBoundingClientRect() : page
    }
    // How far presses reach from the middle, up to the edge of what scrolls.
    const reachOf = (target, x, y, dx, dy) => {
      const room = roomOf(target)
      for (let step = 1; step < TARGET; step += 1) {
        const [toX, toY] = [x + step * dx, y + step * dy]
        if (toX < room.left || toY < room.top || toX >= room.right || toY >= room.bottom) return TARGET
        const hit = document.elementFromPoint(toX, toY)
        if (!hit) return TARGET
        const pressed = hit.closest(kinds + ', label')
        if (!pressed || !isSame(target, pressed)) return step
      }
      return TARGET
    }
    const isReached = (target) => {
      const { left, top, width, height } = target.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      const sumOf = (dx, dy) => reachOf(target, x, y, dx, dy) + reachOf(target, x, y, -dx, -dy)
      return sumOf(1, 0) >= TARGET - 1 && sumOf(0, 1) >= TARGET - 1
    }
    const isSeen = (target) => {
      const { left, top, width, height } = target.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      return width > 1 && height > 1 && isSame(target, hit) && !target.disabled
    }
    const isWord = (target) => {
      const style = getComputedStyle(target)
      const isInline = /^inline(-block)?$/.test(style.display)
      return (isInline && (target.matches('a') || target.closest('article') !== null)) ||
        target.parentElement.matches('p') || target.matches('article [aria-haspopup="dialog"]:not([aria-hidden])')
    }
    return [...document.querySelectorAll(kinds)]
      .filter((target) => isSeen(target) && !isWord(target) && !isReached(target))
      .map((target) => {
        const { width, height } = target.getBoundingClientRect()
        const name = target.getAttribute('aria-label') || target.textContent.trim().slice(0, 40) || target.id
        return target.tagName.toLowerCase() + ' ' + JSON.stringify(name) + ' ' + Math.round(width) + '×' + Math.round(height)
          + ' ' + target.className
      })
  })()`)
}

/** What is wider than the page, a pane or a dialog that shows it. */
export function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const frames = [document.documentElement, ...document.querySelectorAll('main, aside, dialog[open]')]
    return frames
      .filter((frame) => frame.scrollWidth > frame.clientWidth)
      .map((frame) => {
        const edge = frame.getBoundingClientRect().left + frame.clientWidth + 1
        const wide = [...frame.querySelectorAll('*')].find((one) => one.getBoundingClientRect().right > edge)
        return frame.tagName + ': ' + (wide?.outerHTML.slice(0, 120) ?? '')
      })
  })()`)
}

/** What moves for longer than `limitMs`: transitions and animations of all that is on the page. */
export function motionsBeyond(page: Page, limitMs: number): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const longest = (list) => Math.max(...list.split(',').map((part) => Number.parseFloat(part) * (part.includes('ms') ? 1 : 1000)))
    const found = new Set()
    for (const element of document.querySelectorAll('*')) {
      for (const pseudo of [undefined, '::before', '::after', '::backdrop']) {
        const style = getComputedStyle(element, pseudo)
        const isAnimated = style.animationName !== 'none' && longest(style.animationDuration) > ${limitMs}
        if (isAnimated || longest(style.transitionDuration) > ${limitMs}) found.add(element.className + (pseudo ?? ''))
      }
    }
    return [...found]
  })()`)
}
