import type { Browser, Page } from 'playwright-core'

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

/** The first account with a team; resolves to the link by which others join it. */
export async function foundTeam(page: Page, address: string): Promise<string> {
  await page.goto(address)
  await signUp(page, 'ada')
  await page.getByLabel('Team name').fill('Harbour Crew')
  await page.getByRole('button', { name: 'Create team' }).click()
  await page.getByRole('button', { name: 'Skip the rest' }).click()
  await page.getByRole('button', { name: 'Menu of Harbour Crew' }).click()
  await page.getByRole('menuitem', { name: 'Invite people' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await page.keyboard.press('Escape')
  return link
}
