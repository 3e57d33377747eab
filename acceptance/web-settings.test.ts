import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { foundTeam, openPage, password, signUp } from './people.ts'
import { Product } from './product.ts'
import { composer, write } from './town-square.ts'

const SECTIONS = [
  'Profile',
  'Notifications',
  'Display',
  'Accessibility',
  'Language',
  'Sidebar',
  'Security',
  'Advanced',
]

/** Notifications that are written down in place of being shown. */
const TELL_TITLES = `window.told = []
  window.Notification = class extends EventTarget {
    static permission = 'granted'
    constructor(title, { body }) {
      super()
      window.told.push(title + ': ' + body)
    }
  }`

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** Opens a section of the settings by its link. */
async function open(page: Page, section: string): Promise<void> {
  await page.getByRole('link', { name: section, exact: true }).click()
  await title(page, section).waitFor()
}

const attribute = (page: Page, name: string) =>
  page.evaluate<string | null>(`document.documentElement.getAttribute('data-${name}')`)

test('somebody settles in: profile, look, language, status, quiet, password, keys', {
  timeout: 280_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  const bob = await openPage(browser, errors)
  await bob.addInitScript(TELL_TITLES)
  await bob.goto(await foundTeam(ada, product.address))
  await signUp(bob, 'bob')
  await composer(bob).waitFor()
  await composer(ada).waitFor()

  // Keys lead into the settings, through them, and out of them.
  await ada.keyboard.press('Control+Shift+Comma')
  await title(ada, 'Profile').waitFor()
  expect(new URL(ada.url()).pathname).toBe('/harbour-crew/settings/profile')
  await ada.keyboard.press('Escape')
  await composer(ada).waitFor()
  await ada.keyboard.press('Control+Shift+p')
  await ada.getByRole('combobox', { name: 'Find a command' }).fill('settings disp')
  await expectAccessible(ada, 'palette')
  await ada.keyboard.press('Enter')
  await title(ada, 'Display').waitFor()
  for (const section of SECTIONS) {
    await open(ada, section)
    await ada.waitForLoadState('networkidle')
    await expectAccessible(ada, section)
  }

  // The look changes as it is chosen, also in the colours that one makes oneself.
  await open(ada, 'Display')
  await ada.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await expect.poll(() => attribute(ada, 'theme')).toBe('dark')
  await ada.getByRole('radio', { name: 'Own colours' }).check({ force: true })
  await ada.getByLabel('Background', { exact: true }).fill('#102030')
  await ada.getByText(/Text on Background: .* hard to read/).waitFor()
  await ada.getByLabel('Text', { exact: true }).fill('#f4f6f8')
  await ada.getByText(/Text on Background: .* easy to read/).waitFor()
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByText('Saved.').waitFor()
  await ada.getByRole('radio', { name: 'Light' }).check({ force: true })
  await expect.poll(() => attribute(ada, 'theme')).toBe('light')
  await ada.getByRole('radio', { name: /24 hours/ }).check()
  await open(ada, 'Accessibility')
  await ada.getByRole('switch', { name: 'High contrast' }).check()
  await expect.poll(() => attribute(ada, 'contrast')).toBe('more')
  await expectAccessible(ada, 'high contrast')
  await ada.getByRole('switch', { name: 'High contrast' }).uncheck()

  // So does the language, and it goes with the account.
  await open(ada, 'Language')
  await ada.getByRole('radio', { name: 'Deutsch' }).check()
  await title(ada, 'Sprache').waitFor()
  await ada.reload()
  await title(ada, 'Sprache').waitFor()
  await ada.getByRole('radio', { name: 'English' }).check()
  await title(ada, 'Language').waitFor()

  // A name is seen by the other one.
  await open(ada, 'Profile')
  await ada.getByLabel('First name').fill('Ada')
  await ada.getByLabel('Last name').fill('Byron')
  await ada.getByLabel('Position').fill('Keeper of the light')
  await ada.getByRole('button', { name: 'Save' }).first().click()
  await ada.getByText('Saved.').waitFor()
  await ada.getByRole('button', { name: 'Back' }).click()
  await write(ada, 'The lamp is lit.')

  // What one says of the present is seen by the other one, who looks at the profile.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitem', { name: 'Set a status' }).click()
  await expectAccessible(ada, 'custom status')
  await ada.getByRole('button', { name: /In a meeting/ }).click()
  await ada.getByLabel('What are you up to?').fill('Trimming the wick')
  await ada.getByLabel('Clear it after').selectOption('1 hour')
  await ada.getByRole('button', { name: 'Set status' }).click()
  await bob.getByRole('article').filter({ hasText: 'The lamp is lit.' }).waitFor()
  await bob.getByRole('button', { name: 'ada', exact: true }).last().click()
  const card = bob.getByRole('dialog', { name: 'About ada' })
  await card.getByText('Ada Byron').waitFor()
  await card.getByText('Keeper of the light').waitFor()
  await card.getByText('Trimming the wick').waitFor()
  await card.getByText(/local time/).waitFor()
  await expectAccessible(bob, 'profile')
  await bob.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })

  // Nobody disturbs for an hour, and the other one sees it.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitem', { name: 'Do not disturb for…' }).click()
  await ada.getByRole('radio', { name: /For an hour/ }).check()
  await expectAccessible(ada, 'do not disturb')
  await ada.getByRole('dialog').getByRole('button', { name: 'Do not disturb' }).click()
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitem', { name: /Undisturbed until .*\d+:\d\d$/ }).waitFor()
  await ada.keyboard.press('Escape')
  await bob.keyboard.press('Control+k')
  await bob.getByRole('combobox', { name: 'Find a channel or a person' }).fill('ada')
  await bob.getByRole('option', { name: /ada/ }).waitFor()
  await bob.keyboard.press('Enter')
  await bob.getByText('Do not disturb').waitFor({ timeout: 40_000 })

  // A muted channel is not unread; with the sound of all the others the tab says that it is.
  await bob.getByRole('link', { name: 'Off-Topic', exact: true }).click()
  await bob.getByRole('button', { name: 'Menu of Off-Topic' }).click()
  await bob.getByRole('menuitem', { name: 'Notifications' }).click()
  await bob.getByRole('switch', { name: 'Mute channel' }).check()
  await expectAccessible(bob, 'notifications of a channel')
  await bob.keyboard.press('Escape')
  await bob.getByRole('link', { name: 'Town Square', exact: true }).click()
  await composer(bob).waitFor()
  await ada.getByRole('link', { name: 'Off-Topic', exact: true }).click()
  const offTopic = ada.getByRole('textbox', { name: 'Write to Off-Topic' })
  await offTopic.fill('Nobody has to read this.')
  await offTopic.press('Enter')
  await ada.getByRole('article').filter({ hasText: 'Nobody has to' }).waitFor()
  await bob.getByRole('link', { name: 'Off-Topic', exact: true }).waitFor()
  await bob.getByRole('link', { name: /^ada/ }).click()
  await bob.getByRole('textbox', { name: 'Write to ada' }).waitFor()
  await ada.getByRole('link', { name: 'Town Square', exact: true }).click()
  await write(ada, '@bob, are you there?')
  await bob.getByRole('link', { name: 'Town Square, unread' }).waitFor()
  await expect.poll(() => bob.title()).toMatch(/^\(1\) /)
  const told = () => bob.evaluate<string[]>('window.told')
  await expect.poll(told).toEqual(['ada · Town Square: @bob, are you there?'])

  // Keys lead from channel to channel, and to the overview of themselves.
  await bob.keyboard.press('Alt+Shift+ArrowDown')
  await composer(bob).waitFor()
  await expect.poll(() => bob.title()).toMatch(/^Town Square/)
  await bob.keyboard.press('Alt+ArrowUp')
  await bob.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()
  await bob.keyboard.press('Alt+ArrowDown')
  await composer(bob).waitFor()
  await bob.keyboard.press('Control+Shift+l')
  await bob.keyboard.press('Shift+ArrowUp')
  await bob.getByRole('textbox', { name: 'Reply to thread' }).waitFor()
  await bob.keyboard.press('Control+.')
  await bob.getByRole('textbox', { name: 'Reply to thread' }).waitFor({ state: 'detached' })
  await bob.keyboard.press('Control+/')
  await bob.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await expectAccessible(bob, 'keyboard shortcuts')
  await bob.keyboard.press('Escape')

  // Another password: the old one no longer lets in, the new one does.
  await bob.goto(`${product.address}/harbour-crew/settings/security`)
  await bob.getByLabel('Present password').fill(password)
  await bob.getByLabel('New password', { exact: true }).fill('another-horse-battery')
  await bob.getByLabel('New password again').fill('another-horse-batter')
  await bob.getByText('The two are different.').waitFor()
  await bob.getByLabel('New password again').fill('another-horse-battery')
  await bob.getByRole('button', { name: 'Change password' }).click()
  await bob.getByText('Saved.').waitFor()
  const logIn = (secret: string) =>
    fetch(`${product.address}/api/v4/users/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login_id: 'bob', password: secret }),
    })
  expect((await logIn(password)).status).toBe(401)
  expect((await logIn('another-horse-battery')).status).toBe(200)

  // The session that was opened with it is in the list, and can be ended.
  await bob.reload()
  await bob.getByText('2 sessions').waitFor()
  await bob
    .getByRole('button', { name: /^End session/ })
    .first()
    .waitFor()
  expect(errors).toEqual([])
})
