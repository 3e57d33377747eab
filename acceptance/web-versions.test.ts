import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser, untilKept } from './browser.ts'
import { Front } from './front.ts'
import { enter, makeCrew, openPage } from './people.ts'
import { Product } from './product.ts'
import { composer, message, write } from './town-square.ts'

test('a new version is offered, taken at a press, and costs nothing of what is being written', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await makeCrew(product.address)
  await using front = new Front(product.address)
  const address = await front.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPage(browser, errors)
  await enter(page, address, 'bob')
  await composer(page).fill('Half a sentence')
  await untilKept(page)
  expect(await page.getByText('A new version is ready.').count()).toBe(0)

  // Nothing changes by itself while one works.
  front.newer = '\n// The next version.'
  await page.evaluate('navigator.serviceWorker.ready.then((kept) => kept.update())')
  await page.getByText('A new version is ready.').waitFor()
  await expectAccessible(page, 'new version')
  expect(await composer(page).inputValue()).toBe('Half a sentence')

  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Reload' }).click()
  await loaded
  await expect.poll(() => composer(page).inputValue()).toBe('Half a sentence')
  expect(await page.getByText('A new version is ready.').count()).toBe(0)
  expect(errors).toEqual([])
})

test('a logout without the server leaves nothing on the device, and is told later', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await makeCrew(product.address)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const page = await openPage(browser, errors)
  await enter(page, product.address, 'bob')
  await composer(page).waitFor()
  await write(page, 'The lamp is lit')
  await message(page, 'The lamp is lit').waitFor()
  await untilKept(page)
  const me = `${product.address}/api/v4/users/me`
  expect((await page.request.get(me)).status()).toBe(200)

  await product.stop('SIGKILL')
  await page.getByText('Offline').first().waitFor()
  await page.getByRole('button', { name: 'Account of bob' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.getByText("The server can't be reached").first().waitFor()
  expect(await page.getByText('The lamp is lit').count()).toBe(0)

  expect(await keptRows(page)).toBe(0)

  // The server is back: it ends the session, of which the browser had still half.
  await product.start()
  await page.reload()
  await page.getByLabel('Email or username').waitFor()
  await expect.poll(async () => (await page.request.get(me)).status()).toBe(401)
  expect(errors).toEqual([])
})

/** How much is kept in all the databases of the browser. */
function keptRows(page: Page): Promise<number> {
  return page.evaluate(`(async () => {
    let rows = 0
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const store of db.objectStoreNames) {
        const counting = db.transaction(store).objectStore(store).count()
        rows += await new Promise((resolve) => { counting.onsuccess = () => resolve(counting.result) })
      }
      db.close()
    }
    return rows
  })()`)
}
