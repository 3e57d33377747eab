import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { Peer } from './peer.ts'
import { account, enter, logIn, makeCrew, openPage } from './people.ts'
import { Product } from './product.ts'
import { composer, message } from './town-square.ts'

const PAGE = `<!doctype html><title>Tides</title>
<meta property="og:title" content="Tide tables">
<meta property="og:description" content="High and low water for the year.">`

const section = (page: Page, name: string) => page.getByRole('list', { name, exact: true })
const links = (page: Page, name: string) => section(page, name).getByRole('link')

/** What one chooses in a section of the settings, and back to the channel. */
async function choose(page: Page, name: string, choice: () => Promise<unknown>): Promise<void> {
  await page.keyboard.press('Control+Shift+Comma')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await choice()
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('log').waitFor()
}

async function widthOf(page: Page, text: string): Promise<number> {
  return (await message(page, text).boundingBox())?.width ?? 0
}

async function heightOf(page: Page, text: string): Promise<number> {
  return (await message(page, text).boundingBox())?.height ?? 0
}

test('what one chooses shows at once: density, width, previews, sidebar, answers', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await using peer = new Peer()
  await peer.start()
  peer.pages.set('tides', PAGE)
  await product.startForPrograms()
  const { ada, bob, bobId, team, square } = await makeCrew(product.address)
  await ada.patchConfig({
    TeamSettings: { ExperimentalEnableAutomaticReplies: true },
  } as never)
  await ada.createPost({ channel_id: square.id, message: `Read ${peer.urlOf('tides')}` } as never)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPage(browser, errors)
  await page.setViewportSize({ width: 1800, height: 900 })
  await enter(page, product.address, 'bob')
  await composer(page).waitFor()
  const preview = message(page, 'Read http').getByRole('link', { name: 'Tide tables' })
  await preview.waitFor()

  // Dense messages are lower, a column in the middle is narrower.
  const height = await heightOf(page, 'Read http')
  await choose(page, 'Display', () => page.getByRole('radio', { name: /^Dense/ }).check())
  await expect.poll(() => heightOf(page, 'Read http')).toBeLessThan(height)
  await choose(page, 'Display', () => page.getByRole('radio', { name: 'Roomy' }).check())
  await expect.poll(() => heightOf(page, 'Read http')).toBe(height)
  const width = await widthOf(page, 'Read http')
  await choose(page, 'Display', () => page.getByRole('radio', { name: /^A column/ }).check())
  await expect.poll(() => widthOf(page, 'Read http')).toBeLessThan(width - 200)
  await page.reload()
  await expect.poll(() => widthOf(page, 'Read http')).toBeLessThan(width - 200)

  // Previews are folded, and open at a press.
  await choose(page, 'Display', () =>
    page.getByRole('switch', { name: 'Show previews of links and pictures' }).uncheck(),
  )
  await preview.waitFor({ state: 'detached' })
  await message(page, 'Read http').getByRole('button', { name: 'Show preview' }).click()
  await preview.waitFor()

  // What is unread stands apart, as long as it is.
  await choose(page, 'Sidebar', () =>
    page.getByRole('switch', { name: 'Unread channels together at the top' }).check(),
  )
  const offTopic = await ada.getChannelByName(team.id, 'off-topic')
  await ada.createPost({ channel_id: offTopic.id, message: 'Something new' } as never)
  await links(page, 'Unread').filter({ hasText: 'Off-Topic' }).click()
  await page.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()
  await section(page, 'Unread').waitFor({ state: 'detached' })
  await links(page, 'Channels').filter({ hasText: 'Off-Topic' }).waitFor()

  // So many conversations as are wanted, in the order that is wanted.
  const names = ['zoe', 'yan', 'xia', 'wim', 'vic', 'uwe', 'tom', 'sam', 'ron', 'qin', 'pat']
  for (const name of names) {
    const { id } = await bob.createDirectChannel([bobId, await account(ada, name)])
    await bob.createPost({ channel_id: id, message: `Hello, ${name}` } as never)
  }
  await expect.poll(() => links(page, 'Direct messages').count()).toBe(11)
  await expect.poll(() => links(page, 'Direct messages').first().textContent()).toContain('pat')
  await choose(page, 'Sidebar', async () => {
    await page.getByLabel('Show at most').selectOption('10')
    await page.getByLabel('Order').selectOption('By name')
  })
  await expect.poll(() => links(page, 'Direct messages').count()).toBe(10)
  const shown = await links(page, 'Direct messages').allInnerTexts()
  expect(shown.map((text) => text.slice(0, 3))).toEqual([...names.slice(1)].reverse())

  // Who is out of office answers by itself, in words of their own.
  await choose(page, 'Notifications', async () => {
    await page.getByRole('switch', { name: 'Answer automatically' }).check()
    await page.getByLabel('Answer', { exact: true }).fill('I am at sea until Monday.')
    await page
      .getByRole('region', { name: 'Out of office' })
      .getByRole('button', { name: 'Save' })
      .click()
    await page.getByText('Saved.').waitFor()
  })
  const adaId = (await ada.getMe()).id
  const direct = await ada.createDirectChannel([adaId, bobId])
  await ada.createPost({ channel_id: direct.id, message: 'Are you there?' } as never)
  await expect
    .poll(async () =>
      Object.values((await ada.getPosts(direct.id)).posts).map((one) => one.message),
    )
    .toContain('I am at sea until Monday.')
  expect(errors).toEqual([])
})

test('a second factor is set up, asked for at the login, and given up', {
  timeout: 180_000,
}, async () => {
  await using product = new Product()
  await product.start()
  const { ada } = await makeCrew(product.address)
  await ada.patchConfig({
    ServiceSettings: { EnableMultifactorAuthentication: true },
  } as never)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPage(browser, errors)
  await enter(page, product.address, 'bob')
  await composer(page).waitFor()

  // The secret is shown once; a wrong code doesn't turn it on, the right one does.
  await page.goto(`${product.address}/harbour-crew/settings/security`)
  await page.getByText('It is off.').waitFor()
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  const shown = await page.locator('main code').first().textContent()
  const secret = (shown ?? '').replaceAll(/\s/g, '')
  /** The code of the step that is so many steps away from this one: none is accepted twice. */
  const code = (step: number) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + step * 30 })
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor()
  await page.getByLabel('Code').fill(code(-1))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByText('It is on.').waitFor()

  // The password alone doesn't let in any more.
  await expect(logIn(product.address, 'bob')).rejects.toMatchObject({
    server_error_id: 'mfa.validate_token.authenticate.app_error',
  })
  await page.context().clearCookies()
  await enter(page, product.address, 'bob')
  const field = page.getByLabel('Code')
  await field.waitFor()
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
  await field.fill('000000')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor()
  await field.fill(code(0))
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await composer(page).waitFor()

  // Given up, the password is enough again.
  await page.goto(`${product.address}/harbour-crew/settings/security`)
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click()
  await page.getByText('It is off.').waitFor()
  await logIn(product.address, 'bob')
  expect(errors).toEqual([])
})
