import { type ComponentProps, type MouseEvent, useMemo, useSyncExternalStore } from 'react'
import { withBase } from './base.ts'
import { hrefOf, parseRoute, type Route } from './routes.ts'

const CHANGED = 'redoubt:navigated'

/** The address that is shown whatever the browser says, while a page waits for an answer. */
let held: string | undefined

/** Goes to a route, leaving the present one in the history. */
export function navigate(route: Route): void {
  openPath(hrefOf(route))
}

/** Goes to a route in place of the present one. */
export function redirect(route: Route): void {
  redirectToPath(hrefOf(route))
}

/** Goes to a path of this site. */
export function openPath(path: string): void {
  window.history.pushState(null, '', withBase(path))
  window.dispatchEvent(new Event(CHANGED))
}

/** Goes to a path of this site in place of the present one. */
export function redirectToPath(path: string): void {
  window.history.replaceState(null, '', withBase(path))
  window.dispatchEvent(new Event(CHANGED))
}

/** The present route. */
export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => held ?? window.location.href)
  return useMemo(() => parseRoute(new URL(href)), [href])
}

/** The route at this moment, for code outside of rendering. */
export function readRoute(): Route {
  return parseRoute(new URL(window.location.href))
}

/** Keeps the present page in sight, wherever the browser goes, until it is released. */
export function holdRoute(): () => void {
  held = window.location.href
  return () => {
    held = undefined
    window.dispatchEvent(new Event(CHANGED))
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('popstate', onChange)
  window.addEventListener(CHANGED, onChange)
  return () => {
    window.removeEventListener('popstate', onChange)
    window.removeEventListener(CHANGED, onChange)
  }
}

type LinkProps = Omit<ComponentProps<'a'>, 'href'> & { to: Route }

/** A link within the app. Clicks that ask for a new tab or window stay the browser's. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  function handleClick(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    if (event.defaultPrevented || !isPlainClick(event)) return
    event.preventDefault()
    navigate(to)
  }
  return <a {...rest} href={hrefOf(to)} onClick={handleClick} />
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
}
