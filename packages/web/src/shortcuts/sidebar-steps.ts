/**
 * Goes to the channel before or after the present one, in the order in which the sidebar shows
 * them; behind the last comes the first.
 */
export function stepInSidebar(step: 1 | -1, wanted: 'any' | 'unread'): void {
  const rows = [...document.querySelectorAll<HTMLElement>('li[data-channel]')]
  const at = rows.findIndex((row) => row.querySelector('[aria-current="page"]'))
  const ordered = step > 0 ? rows : rows.toReversed()
  const present = step > 0 ? at : rows.length - 1 - at
  const from = at < 0 ? 0 : present + 1
  const others = [...ordered.slice(from), ...ordered.slice(0, at < 0 ? 0 : present)]
  const next = others.find((row) => wanted === 'any' || row.querySelector('[data-state="unread"]'))
  next?.querySelector('a')?.click()
}
