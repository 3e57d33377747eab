/** Who is logged in, or the empty text: the server keeps a readable cookie beside the secret one. */
export function sessionUserId(): string {
  return /(?:^|;\s*)MMUSERID=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

/** Starts over at the login page, with nothing of the old session in memory. */
export function leaveSession(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the store API for cookies needs a secure context.
  document.cookie = 'MMUSERID=; path=/; max-age=0'
  const here = window.location.pathname + window.location.search
  window.location.assign(`/login?redirect_to=${encodeURIComponent(here)}`)
}
