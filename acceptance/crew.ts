import type { Client4 } from '@mattermost/client'
import type { Channel } from '@mattermost/types/channels'
import type { Team } from '@mattermost/types/teams'
import type { Page } from 'playwright-core'
import { password } from './people.ts'
import { logIn } from './rich.ts'

/** Ada, who administers, Bob, and the team in which both are. */
type Crew = { ada: Client4; bob: Client4; bobId: string; team: Team; square: Channel }

/** Makes an account by somebody who may; the first one of all by nobody. */
export async function account(by: Client4, username: string): Promise<string> {
  const user = { username, email: `${username}@example.org`, password }
  return (await by.createUser(user as never, '', '')).id
}

/** The crew of the harbour, made without a browser. */
export async function makeCrew(address: string): Promise<Crew> {
  await fetch(`${address}/api/v4/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'ada', email: 'ada@example.org', password }),
  })
  const ada = await logIn(address, 'ada')
  const wanted = { name: 'harbour-crew', display_name: 'Harbour Crew', type: 'O' }
  const team = await ada.createTeam(wanted as never)
  const bobId = await account(ada, 'bob')
  await ada.addToTeam(team.id, bobId)
  const square = await ada.getChannelByName(team.id, 'town-square')
  return { ada, bob: await logIn(address, 'bob'), bobId, team, square }
}

/** Logs in at the login page. */
export async function enter(page: Page, address: string, username: string): Promise<void> {
  await page.goto(`${address}/login`)
  await page.getByLabel('Email or username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}
