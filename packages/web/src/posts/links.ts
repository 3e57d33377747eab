import { isWithinBase, withoutBase } from '#web/router/base.ts'

const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** The address if it may be followed, else the empty text. Whatever could run code may not. */
export function safeHref(address: string): string {
  try {
    return SAFE_PROTOCOLS.has(new URL(address).protocol) ? address : ''
  } catch {
    return ''
  }
}

/** The path within the app that an address leads to; `undefined` where it leads elsewhere. */
export function pathWithin(address: string, origin: string): string | undefined {
  const url = new URL(address)
  const isOfApp = url.origin === origin && isWithinBase(url.pathname)
  if (!isOfApp || /^\/(api|static|files|plugins)\//.test(withoutBase(url.pathname))) {
    return undefined
  }
  return url.pathname + url.search
}
