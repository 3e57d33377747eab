import { Client4 } from '@mattermost/client'
import type { Channel } from '@mattermost/types/channels'
import type { Team } from '@mattermost/types/teams'
import type { Browser, Page } from 'playwright-core'
import { composer } from './town-square.ts'

export const password = 'correct-horse-battery'

/** Opens a browser of one's own and fails on any error of the page. */
export async function openPage(browser: Browser, errors: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  // A busy machine is slow; only what hangs fails.
  page.setDefaultTimeout(60_000)
  return page
}

/** Fills in the sign-up page. */
export async function signUp(page: Page, username: string): Promise<void> {
  await page.getByLabel('Email').fill(`${username}@example.org`)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

/** Logs in at the login page. */
export async function enter(page: Page, address: string, username: string): Promise<void> {
  await page.goto(`${address}/login`)
  await page.getByLabel('Email or username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

/** Logs in without a browser. */
export async function logIn(address: string, username: string): Promise<Client4> {
  const client = new Client4()
  client.setUrl(address)
  await client.login(username, password)
  return client
}

/** Chooses what can be done with a team. */
export async function openTeamMenu(page: Page, team: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Menu of ${team}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** The first account with a team; resolves to the link by which others join it. */
export async function foundTeam(page: Page, address: string): Promise<string> {
  await page.goto(address)
  await signUp(page, 'ada')
  await page.getByLabel('Team name').fill('Harbour Crew')
  await page.getByRole('button', { name: 'Create team' }).click()
  await page.getByRole('button', { name: 'Skip the rest' }).click()
  await openTeamMenu(page, 'Harbour Crew', 'Invite people')
  const link = await page.getByLabel('Invitation link').inputValue()
  await page.keyboard.press('Escape')
  return link
}

/** Ada, who administers, and Bob, who came by her link, side by side in Town Square. */
export async function meet(browser: Browser, address: string, errors: string[]) {
  const ada = await openPage(browser, errors)
  const bob = await openPage(browser, errors)
  await bob.goto(await foundTeam(ada, address))
  await signUp(bob, 'bob')
  await composer(ada).waitFor()
  await composer(bob).waitFor()
  return { ada, bob }
}

/** Makes an account by somebody who may; the first one of all by nobody. */
export async function account(by: Client4, username: string): Promise<string> {
  const user = { username, email: `${username}@example.org`, password }
  return (await by.createUser(user as never, '', '')).id
}

/** Ada, who administers, Bob, and the team in which both are. */
type Crew = { ada: Client4; bob: Client4; bobId: string; team: Team; square: Channel }

/** The crew of the harbour, made without a browser. */
export async function makeCrew(address: string): Promise<Crew> {
  const nobody = new Client4()
  nobody.setUrl(address)
  await account(nobody, 'ada')
  const ada = await logIn(address, 'ada')
  const wanted = { name: 'harbour-crew', display_name: 'Harbour Crew', type: 'O' }
  const team = await ada.createTeam(wanted as never)
  const bobId = await account(ada, 'bob')
  await ada.addToTeam(team.id, bobId)
  const square = await ada.getChannelByName(team.id, 'town-square')
  return { ada, bob: await logIn(address, 'bob'), bobId, team, square }
}
