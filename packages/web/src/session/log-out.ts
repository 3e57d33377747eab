import { client } from '#web/api/client.ts'
import { statusOf } from '#web/api/errors.ts'
import { withBase } from '#web/router/base.ts'
import { forgetUser, sessionUserId } from './cookies.ts'

/** Says that a session is still to be ended at the server. */
const UNFINISHED = 'redoubt.logout'

/**
 * Ends the session. The page is loaded anew, so nothing of it stays in memory. While the server is
 * away the device forgets all the same, and the server is told at the next start.
 */
export async function logOut(): Promise<void> {
  localStorage.setItem(UNFINISHED, '')
  await forgetUser().catch(() => {})
  await finishLogOut()
  window.location.assign(withBase('/login'))
}

/** Tells the server of a logout that it doesn't know of, unless somebody has logged in since. */
export async function finishLogOut(): Promise<void> {
  if (localStorage.getItem(UNFINISHED) === null) return
  if (sessionUserId() === '') {
    try {
      await client.logout()
    } catch (error) {
      if (statusOf(error) === undefined) return
    }
  }
  localStorage.removeItem(UNFINISHED)
}
