/**
 * The path that a site lives below, such as `/chat`; empty at the root of its host. Goes into
 * headers, cookies and pages as it is, so a path with unusual characters counts as none.
 */
export function mountPathOf(siteUrl: string): string {
  const path = URL.parse(siteUrl)?.pathname.replace(/\/+$/, '') ?? ''
  return /^(\/[\w.~%-]+)+$/.test(path) ? path : ''
}
