import { type RefObject, useEffect } from 'react'
import { spansIn } from './marks.ts'

const NAME = 'found'

/**
 * Marks within an element what a pattern matches, where the browser can: by ranges beside the page,
 * so that nothing in it changes. Whatever the element comes to show later is marked too.
 */
export function useMarks(within: RefObject<HTMLElement | null>, marker: RegExp | undefined): void {
  useEffect(() => {
    const element = within.current
    if (!element || !marker || !('highlights' in CSS)) return
    const mark = () => CSS.highlights.set(NAME, new Highlight(...rangesIn(element, marker)))
    mark()
    const observer = new MutationObserver(mark)
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    return () => {
      observer.disconnect()
      CSS.highlights.delete(NAME)
    }
  }, [within, marker])
}

function rangesIn(element: HTMLElement, marker: RegExp): Range[] {
  const ranges: Range[] = []
  for (const body of element.querySelectorAll('[data-marked]')) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      for (const { start, end } of spansIn(node.textContent ?? '', marker)) {
        const range = new Range()
        range.setStart(node, start)
        range.setEnd(node, end)
        ranges.push(range)
      }
    }
  }
  return ranges
}
