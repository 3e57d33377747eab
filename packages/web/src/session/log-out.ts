import { client } from '#web/api/client.ts'

/** Ends the session. The page is loaded anew, so nothing of it stays in memory. */
export async function logOut(): Promise<void> {
  try {
    await client.logout()
  } finally {
    window.location.assign('/login')
  }
}
