import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { motionsBeyond, overflowOf, smallTargets } from './measures.ts'
import { foundTeam, openPage } from './people.ts'
import { Product } from './product.ts'

const entrance = ['/login', '/signup_user_complete/', '/reset_password', '/nowhere/at/all/there']
const places = [
  '/harbour-crew/channels/off-topic',
  '/harbour-crew/channels/town-square',
  '/harbour-crew/channels/town-square?pane=info',
  '/harbour-crew/channels/town-square?pane=members',
  '/harbour-crew/channels/town-square?pane=files',
  '/harbour-crew/channels/town-square?pane=saved',
  '/harbour-crew/channels/town-square?pane=search&q=lamps',
  '/harbour-crew/threads',
  '/harbour-crew/drafts',
  '/harbour-crew/scheduled_posts',
]
const framed = ['/select_team', '/create_team', '/preparing-workspace']
/** Beginnings of addresses, whose pages have links to all of their kind. */
const indexes = ['/harbour-crew/settings', '/harbour-crew/manage', '/admin_console']

/** Waits until nothing is announced to come. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(150)
  await page.getByLabel('Loading', { exact: true }).first().waitFor({ state: 'detached' })
}

/** Goes to a page of the app without starting it anew. */
async function go(page: Page, href: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(href)})
    dispatchEvent(new PopStateEvent('popstate'))`)
  await settle(page)
}

async function expectRoom(page: Page, screen: string): Promise<void> {
  expect.soft(await overflowOf(page), `wider than ${screen}`).toEqual([])
  expect.soft(await smallTargets(page), `too small in ${screen}`).toEqual([])
}

function linksOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('nav a[href]')].map((link) => link.getAttribute('href'))`,
  )
}

test('every page has room on a phone of 360 pixels, for fingers, too', {
  timeout: 280_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  await foundTeam(ada, product.address)
  await ada.keyboard.press('Escape')
  const composer = ada.getByRole('textbox', { name: 'Write to Town Square' })
  await composer.fill(`The lamps are lit, and ${'so'.repeat(60)} on.`)
  await composer.press('Enter')
  await ada.getByRole('article').filter({ hasText: 'The lamps' }).waitFor()

  const context = await browser.newContext({
    ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    ...{ locale: 'en-US', reducedMotion: 'reduce' },
  })
  const phone = await context.newPage()
  phone.on('pageerror', (error) => errors.push(error.message))
  for (const path of entrance) {
    await phone.goto(product.address + path)
    await phone.getByRole('heading').first().waitFor()
    await settle(phone)
    await expectRoom(phone, path)
  }

  await context.addCookies(await ada.context().cookies())
  await phone.goto(`${product.address}/harbour-crew/channels/town-square`)
  await phone.getByRole('article').filter({ hasText: 'The lamps' }).waitFor()
  const pages: string[] = []
  for (const index of indexes) {
    await go(phone, index)
    await phone.locator(`nav a[href^="${index}"]`).first().waitFor({ state: 'attached' })
    pages.push(...(await linksOf(phone)))
  }
  expect(pages.length).toBeGreaterThan(60)
  for (const path of [...places, ...framed, ...pages]) {
    await go(phone, path)
    await expectRoom(phone, path)
  }

  // What opens above a page.
  await go(phone, '/harbour-crew/channels/town-square')
  await phone.getByRole('button', { name: 'Show sidebar' }).tap()
  await expectRoom(phone, 'the sidebar')
  await phone.getByRole('button', { name: 'Account of ada' }).tap()
  await expectRoom(phone, 'the menu of the account')
  await phone.keyboard.press('Escape')
  await phone.getByRole('button', { name: 'Create channel' }).tap()
  await phone.getByRole('dialog').waitFor()
  await settle(phone)
  await expectRoom(phone, 'a new channel')
  await expectAccessible(phone, 'a new channel')
  expect(errors).toEqual([])
})

test('motion is short, and stops where the system or the settings ask for it', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const ada = await openPage(browser, [])
  await foundTeam(ada, product.address)
  await ada.keyboard.press('Escape')
  await ada.keyboard.press('Control+k')
  await ada.getByRole('dialog').waitFor()
  await settle(ada)
  expect(await motionsBeyond(ada, 0)).toEqual([])
  await ada.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await motionsBeyond(ada, 199)).toEqual([])
  expect((await motionsBeyond(ada, 0)).length).toBeGreaterThan(0)
  await ada.keyboard.press('Escape')

  await go(ada, '/harbour-crew/settings/accessibility')
  expect(await motionsBeyond(ada, 199)).toEqual([])
  await ada.getByRole('switch', { name: 'Less motion' }).check()
  await expect.poll(() => motionsBeyond(ada, 0)).toEqual([])
})
