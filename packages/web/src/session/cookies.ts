import { forgetKept } from '#web/offline/kept-store.ts'
import { basePath, withBase } from '#web/router/base.ts'

/** Who is logged in, or the empty text: the server keeps a readable cookie beside the secret one. */
export function sessionUserId(): string {
  return /(?:^|;\s*)MMUSERID=([^;]+)/.exec(document.cookie)?.[1] ?? ''
}

/** Starts over at the login page, with nothing of the old session in memory or on the device. */
export function leaveSession(): void {
  const here = window.location.pathname + window.location.search
  void forgetUser().finally(() => {
    const login = `/login?extra=expired&redirect_to=${encodeURIComponent(here)}`
    window.location.assign(withBase(login))
  })
}

/** Forgets on this device who was logged in, and what the user saw. */
export async function forgetUser(): Promise<void> {
  const userId = sessionUserId()
  if (userId === '') return
  // biome-ignore lint/suspicious/noDocumentCookie: the store API for cookies needs a secure context.
  document.cookie = `MMUSERID=; path=${basePath || '/'}; max-age=0`
  await forgetKept(userId)
}
