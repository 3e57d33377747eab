import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { foundTeam, logIn, meet, openPage } from './people.ts'
import { Product } from './product.ts'

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name, exact: true })
const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages of the console' })
const search = (page: Page) => page.getByRole('combobox', { name: 'Search settings and pages' })
const entrance = (page: Page) => page.getByRole('button', { name: 'Log in' })

async function openConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account of ada' }).click()
  await page.getByRole('menuitem', { name: 'System Console' }).click()
  await heading(page, 'Statistics').waitFor()
}

/** Chooses what the search finds by keys alone. */
async function find(page: Page, term: string, found: string): Promise<void> {
  await search(page).fill(term)
  await page.getByRole('option', { name: found, selected: true }).waitFor()
  await search(page).press('Enter')
}

test('an administrator changes a setting, which others see at once, and shuts somebody out', {
  timeout: 280_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)
  await ada.getByRole('textbox', { name: 'Write to Town Square' }).fill('The lamps are lit.')
  await ada.keyboard.press('Enter')
  const message = bob.getByRole('article').filter({ hasText: 'The lamps are lit.' })
  await message.getByText('ada', { exact: true }).waitFor()

  // A member finds no way into the console, and is refused at its door.
  await bob.getByRole('button', { name: 'Account of bob' }).click()
  await bob.getByRole('menuitem', { name: 'Log out' }).waitFor()
  expect(await bob.getByRole('menuitem', { name: 'System Console' }).count()).toBe(0)
  await bob.keyboard.press('Escape')
  const stranger = await bob.context().newPage()
  await stranger.goto(`${product.address}/admin_console/environment/smtp`)
  await stranger.getByText('This is for administrators').waitFor()
  await stranger.close()

  // The administrator gives herself a name, and finds the setting that shows it.
  await openConsole(ada)
  await pages(ada).getByRole('link', { name: 'Users', exact: true }).click()
  await ada.getByRole('link', { name: '@ada' }).click()
  await ada.getByLabel('First name').fill('Ada')
  await ada.getByLabel('Last name').fill('Lovelace')
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByText('Saved.').waitFor()
  await find(ada, 'people are named', 'How people are named')
  await heading(ada, 'Users and teams').waitFor()
  const names = ada.getByLabel('How people are named', { exact: true })
  await expect.poll(() => names.evaluate((field) => field === document.activeElement)).toBe(true)
  await names.selectOption('full_name')
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByText('Saved. It is in force at once.').waitFor()
  await message.getByText('Ada Lovelace').waitFor()
  await ada.getByText(/Changed by @ada on/).waitFor()

  // What can't be is told before it is sent, and nothing is left behind unnoticed.
  await find(ada, 'shortest password', 'Shortest password')
  await ada.getByLabel('Shortest password').fill('3')
  await ada.getByText('Between 5 and 72.').waitFor()
  expect(await ada.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false)
  await pages(ada).getByRole('link', { name: 'Users', exact: true }).click()
  const question = ada.getByRole('dialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await heading(ada, 'Passwords').waitFor()
  await ada.goBack()
  await question.getByRole('button', { name: 'Discard changes' }).click()

  // Somebody who is deactivated is out at once, and comes in again when activated.
  await pages(ada).getByRole('link', { name: 'Users', exact: true }).click()
  await ada.getByLabel('Search by name or email').fill('bob')
  await ada.getByRole('status').filter({ hasText: '1–1 of 1' }).waitFor()
  await ada.getByRole('link', { name: '@bob' }).click()
  await heading(ada, '@bob').waitFor()
  await ada.getByRole('button', { name: 'Deactivate' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await entrance(bob).waitFor()
  await ada.getByRole('button', { name: 'Activate', exact: true }).click()
  await ada.getByRole('button', { name: 'Deactivate' }).waitFor()

  // A scheme for a team takes a right away; the matrix says where it differs.
  await pages(ada).getByRole('link', { name: 'Permission schemes' }).click()
  await ada.getByLabel('Name', { exact: true }).fill('Quiet team')
  await ada.getByRole('button', { name: 'Create scheme' }).click()
  await heading(ada, 'Quiet team').waitFor()
  await ada.getByRole('checkbox', { name: 'Members: Invite people', exact: true }).uncheck()
  await ada.getByRole('button', { name: 'Save' }).last().click()
  await ada.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' })
  await ada
    .getByRole('checkbox', { name: 'Members: Invite people, other than in the system scheme' })
    .waitFor()

  // What was done is in the trail, and a job runs to its end.
  await pages(ada).getByRole('link', { name: 'Audit trail' }).click()
  await ada.getByText('keys=TeamSettings.TeammateNameDisplay').waitFor()
  await pages(ada).getByRole('link', { name: 'Jobs', exact: true }).click()
  await ada.getByRole('button', { name: 'Start', exact: true }).click()
  await ada.getByRole('row', { name: /Count active users.*Done/ }).waitFor()
  expect(errors).toEqual([])
})

test('every page of the console can be used by everybody', { timeout: 290_000 }, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  await foundTeam(ada, product.address)
  await openConsole(ada)
  const links = await pages(ada).getByRole('link').all()
  expect(links.length).toBeGreaterThan(50)
  for (const link of links) {
    const name = (await link.textContent()) ?? ''
    await link.click()
    await heading(ada, name).waitFor()
    await expect.poll(() => ada.getByLabel('Loading').count()).toBe(0)
    await expectAccessible(ada, name)
  }
  expect(errors).toEqual([])
})

test('a delegate sees what the roles open, on a phone as well', { timeout: 280_000 }, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)
  await bob.getByRole('textbox', { name: 'Write to Town Square' }).waitFor()
  await openConsole(ada)

  // What there is one of has a page of its own.
  for (const [group, name] of [
    ['Teams', 'Harbour Crew'],
    ['Channels', 'Town Square'],
    ['System roles', 'User manager'],
    ['Permission schemes', 'Show and change the system scheme'],
    ['Users', '@bob'],
  ] as const) {
    await pages(ada).getByRole('link', { name: group, exact: true }).click()
    await ada.getByRole('link', { name, exact: true }).click()
    await heading(ada, name.startsWith('Show') ? 'System scheme' : name).waitFor()
    await expect.poll(() => ada.getByLabel('Loading').count()).toBe(0)
    await expectAccessible(ada, name)
  }

  // A role takes effect at once, and opens no more than it says.
  const manager = ada.getByRole('switch', { name: 'User manager' })
  await manager.check()
  await expect.poll(() => manager.isEnabled()).toBe(true)
  await bob.setViewportSize({ width: 360, height: 740 })
  await bob.goto(`${product.address}/admin_console`)
  await heading(bob, 'Teams').waitFor()
  await bob.getByRole('button', { name: 'Show pages' }).click()
  await pages(bob).getByRole('link', { name: 'Passwords' }).waitFor()
  expect(await pages(bob).getByRole('link', { name: 'Mail server' }).count()).toBe(0)
  expect(await pages(bob).getByRole('link', { name: 'Users', exact: true }).count()).toBe(0)
  await expectAccessible(bob, 'pages on a phone')
  await pages(bob).getByRole('link', { name: 'Passwords' }).click()
  await heading(bob, 'Passwords').waitFor()
  expect(await bob.getByLabel('Shortest password').isDisabled()).toBe(true)
  await bob.getByText("Your roles don't let you change this").first().waitFor()
  expect(await bob.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await bob.goto(`${product.address}/admin_console/environment/smtp`)
  await bob.getByText('There is no such page').waitFor()

  // Teams that were put away are listed until somebody wants those in use alone.
  const api = await logIn(product.address, 'ada')
  const gone = { name: 'lighthouse', display_name: 'Lighthouse', type: 'O' }
  await api.deleteTeam((await api.createTeam(gone as never)).id)
  await pages(ada).getByRole('link', { name: 'Teams', exact: true }).click()
  const archived = ada.getByRole('row', { name: /Lighthouse.*Archived/ })
  await archived.waitFor()
  await ada.getByLabel('Kind').selectOption('Active')
  await archived.waitFor({ state: 'detached' })
  await ada.getByRole('row', { name: /Harbour Crew.*Active/ }).waitFor()
  expect(errors).toEqual([])
})
