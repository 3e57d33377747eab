import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { makeCrew, password } from './people.ts'
import { Product } from './product.ts'
import { channel, composer, message } from './town-square.ts'

/** A phone in the hand: narrow, and touched. */
async function openPhone(browser: Browser, errors: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  page.setDefaultTimeout(20_000)
  return page
}

/** Expects that nothing sticks out, and that fingers hit what they aim at. */
async function expectHandy(page: Page, screen: string): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth'), screen).toBe(390)
  const small = await page.evaluate<string[]>(`
    [...document.querySelectorAll('button, [role="button"], select, nav a')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      // Names within what is read are as high as its lines.
      .filter((one) => !(one.closest('article') && !one.closest('[role="toolbar"]')) && !one.disabled)
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && box.right > 0 && box.left < innerWidth)
      .filter(([one, box]) => {
        const around = getComputedStyle(one, '::after')
        const more = around.position === 'absolute' && around.content !== 'none'
        const reach = more ? Math.max(0, -parseFloat(around.top) || 0) : 0
        return Math.min(box.width, box.height) + 2 * reach < 24 || Math.max(box.width, box.height) + 2 * reach < 44
      })
      .map(([one, box]) => (one.getAttribute('aria-label') || one.textContent) + ' ' + Math.round(box.width) + 'x' + Math.round(box.height))`)
  expect(small, screen).toEqual([])
  await expectAccessible(page, screen)
}

test('a day on a phone: in, channels, writing, a thread, a search, settings, out', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  const { ada, square } = await makeCrew(product.address)
  await ada.createPost({ channel_id: square.id, message: 'The lamps are lit.' } as never)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPhone(browser, errors)

  // In.
  await page.goto(product.address)
  await page.getByLabel('Email or username').fill('bob')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await expectHandy(page, 'login')
  await page.getByRole('button', { name: 'Log in', exact: true }).tap()
  await message(page, 'The lamps are lit.').waitFor()
  await expectHandy(page, 'channel')
  // Keys on the screen would cover what is to be read: they wait until one wants to write.
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(false)

  // Another channel from the drawer, and back.
  await page.getByRole('button', { name: 'Show sidebar' }).tap()
  await expectHandy(page, 'drawer')
  await page.getByRole('link', { name: 'Off-Topic', exact: true }).tap()
  await page.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Hide sidebar' }).count()).toBe(0)
  await page.goBack()
  await composer(page).tap()
  await composer(page).pressSequentially('Seen from the pier')
  await page.getByRole('button', { name: 'Send message' }).tap()
  await message(page, 'Seen from the pier').waitFor()

  // A touch on a message brings what can be done with it; a thread covers the channel.
  await message(page, 'The lamps are lit.').tap()
  await message(page, 'The lamps are lit.').getByRole('button', { name: 'More actions' }).tap()
  await page.getByRole('menuitem', { name: 'Save for later' }).tap()
  await message(page, 'The lamps are lit.').getByText('Saved').waitFor()
  await message(page, 'The lamps are lit.').tap()
  await message(page, 'The lamps are lit.').getByRole('button', { name: 'Reply in thread' }).tap()
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByRole('textbox', { name: 'Reply to thread' }).fill('All of them')
  await thread.getByRole('button', { name: 'Send message' }).tap()
  await thread.getByText('All of them').waitFor()
  await expectHandy(page, 'thread')
  await page.getByRole('button', { name: 'Close thread' }).tap()
  await message(page, 'The lamps are lit.')
    .getByRole('button', { name: /1 reply/ })
    .waitFor()

  // A search covers it too, and leads back into it.
  await page.getByRole('button', { name: 'Search' }).tap()
  const field = page.getByRole('combobox', { name: 'Search messages and files' })
  await field.fill('lamps')
  await field.press('Enter')
  await page.getByRole('link', { name: 'Jump' }).waitFor()
  await expectHandy(page, 'search')
  await page.getByRole('link', { name: 'Jump' }).tap()
  await channel(page).getByText('The lamps are lit.').waitFor()

  // Settings.
  await page.getByRole('button', { name: 'Show sidebar' }).tap()
  await page.getByRole('button', { name: 'Account of bob' }).tap()
  await page.getByRole('menuitem', { name: 'Settings' }).tap()
  await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor()
  await expectHandy(page, 'settings')
  await page.getByRole('link', { name: 'Display', exact: true }).tap()
  await page.getByRole('heading', { level: 1, name: 'Display' }).waitFor()
  await page.getByRole('radio', { name: /24 hours/ }).tap()
  await expectHandy(page, 'display')
  await page.getByRole('button', { name: 'Back' }).tap()

  // Out.
  await page.getByRole('button', { name: 'Show sidebar' }).tap()
  await page.getByRole('button', { name: 'Account of bob' }).tap()
  await page.getByRole('menuitem', { name: 'Log out' }).tap()
  await page.getByLabel('Email or username').waitFor()
  expect(errors).toEqual([])
})
