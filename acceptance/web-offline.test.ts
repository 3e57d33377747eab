import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser, untilKept } from './browser.ts'
import { foundTeam, meet, openPage } from './people.ts'
import { Product } from './product.ts'
import { composer, message, write } from './town-square.ts'

const banner = (page: Page) => page.getByText(/Offline – as of \d/)

/** Names of everything that the browser keeps for the app, and how much of it there is. */
function keptBy(page: Page): Promise<Record<string, number>> {
  return page.evaluate(`(async () => {
    const found = {}
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      for (const store of db.objectStoreNames) {
        const request = db.transaction(store).objectStore(store).count()
        found[store] = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result) })
      }
      db.close()
    }
    return found
  })()`)
}

test('messages written without the server survive a reload, and arrive once and in order', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)
  await write(ada, 'The lamp is lit')
  await message(bob, 'The lamp is lit').waitFor()
  await write(bob, 'I see it from here')
  await message(ada, 'I see it from here').waitFor()
  await untilKept(ada)
  await expect
    .poll(() => keptBy(ada), { timeout: 15_000 })
    .toMatchObject({ session: 1, channels: 1 })

  // The server goes away; a text, a file and a further text are written.
  await product.stop('SIGKILL')
  await banner(ada).waitFor()
  await write(ada, 'first without the server')
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([
    { name: 'tides.csv', mimeType: 'text/csv', buffer: Buffer.from('day,high\nmon,4.2\n') },
  ])
  await ada.getByText('Waits for the server, and can be sent').waitFor()
  await write(ada, 'second, with the tides')
  await write(ada, 'third without the server')

  // The tab is reloaded: the app opens from what the browser keeps, and says as of when.
  await ada.reload()
  await banner(ada).waitFor()
  await message(ada, 'The lamp is lit').waitFor()
  await message(ada, 'I see it from here').waitFor()
  await message(ada, 'second, with the tides').getByText('tides.csv').waitFor()
  await expect.poll(() => ada.getByText('Waiting for the server').count()).toBe(3)
  await expectAccessible(ada, 'offline')

  // A further one, and a file that is still being written about: both outlive the next reload.
  await write(ada, 'fourth, after the reload')
  await composer(ada).fill('a draft with a chart')
  const choosingMore = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosingMore).setFiles([
    { name: 'chart.txt', mimeType: 'text/plain', buffer: Buffer.from('here be shoals') },
  ])
  await ada.getByText('Waits for the server, and can be sent').waitFor()
  await ada.reload()
  await expect.poll(() => ada.getByText('Waiting for the server').count()).toBe(4)
  await ada.getByRole('button', { name: 'Remove chart.txt' }).waitFor()
  expect(await composer(ada).inputValue()).toBe('a draft with a chart')

  // The server is back on its data: everything is sent once, in the order of writing.
  await product.start()
  const texts = [
    'The lamp is lit',
    'I see it from here',
    'first without the server',
    'second, with the tides',
    'third without the server',
    'fourth, after the reload',
  ]
  await message(bob, 'fourth, after the reload').waitFor({ timeout: 40_000 })
  await ada.getByText('Waiting for the server').first().waitFor({ state: 'detached' })
  await banner(ada).waitFor({ state: 'detached' })
  await ada.getByText('Waits for the server').waitFor({ state: 'detached' })
  await ada.getByRole('button', { name: 'Send message' }).click()
  await message(bob, 'a draft with a chart').getByText('chart.txt').waitFor()
  await message(bob, 'second, with the tides')
    .getByRole('link', { name: 'Download tides.csv' })
    .waitFor()

  for (const page of [ada, bob]) {
    await page.reload()
    await message(page, 'a draft with a chart').waitFor()
    const shown = (await page.getByRole('article').allInnerTexts()).join('\n')
    const places = texts.map((text) => shown.indexOf(text))
    expect(places, shown).toEqual(places.toSorted((a, b) => a - b))
    for (const text of texts) expect(shown.split(text), text).toHaveLength(2)
  }
  await expect.poll(() => keptBy(ada)).toMatchObject({ outbox: 0, files: 0 })

  // A logout leaves nothing of what was seen on the device.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitem', { name: 'Log out' }).click()
  await ada.getByLabel('Email or username').waitFor()
  expect(await keptBy(ada)).toEqual({ session: 0, channels: 0, outbox: 0, files: 0 })
  expect(errors).toEqual([])
})

test('the app can be installed, and saves bandwidth where that is wanted', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  await foundTeam(ada, product.address)
  await untilKept(ada)

  const session = await ada.context().newCDPSession(ada)
  const manifest = await session.send('Page.getAppManifest')
  expect(manifest.errors).toEqual([])
  expect(JSON.parse(manifest.data ?? '')).toMatchObject({ start_url: '../', display: 'standalone' })
  // A browser context of a test is one that installs nothing; beyond that, nothing is amiss.
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.filter((error) => error.errorId !== 'in-incognito')).toEqual([])

  // Only the app itself is kept by the worker, nothing that the API answers.
  const cached = await ada.evaluate<string[]>(`(async () => {
    const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)))
    const requests = (await Promise.all(caches.map((cache) => cache.keys()))).flat()
    return requests.map((request) => new URL(request.url).pathname)
  })()`)
  expect(cached).toContain('/')
  expect(cached.filter((path) => path !== '/' && !path.startsWith('/static/'))).toEqual([])
  const worker = await ada.request.get(`${product.address}/sw.js`)
  expect(worker.headers()).toMatchObject({
    'cache-control': 'no-cache',
    'service-worker-allowed': '/',
  })

  // A picture waits for a press.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitemradio', { name: 'Low-bandwidth mode' }).click()
  await ada.getByText('Low-bandwidth mode: pictures are fetched when you press them.').waitFor()
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([{ name: 'pier.png', mimeType: 'image/png', buffer: pixel }])
  await ada.getByRole('button', { name: 'Send message' }).click()
  await ada.getByRole('button', { name: 'Show pier.png' }).waitFor()
  await expectAccessible(ada, 'low-bandwidth mode')
  expect(await ada.getByRole('img', { name: 'pier.png' }).count()).toBe(0)
  await ada.getByRole('button', { name: 'Show pier.png' }).click()
  await ada.getByRole('img', { name: 'pier.png' }).waitFor()
  await ada.reload()
  await ada.getByRole('button', { name: 'Show pier.png' }).waitFor()
  await ada.getByRole('button', { name: 'Leave' }).click()
  await ada.getByRole('img', { name: 'pier.png' }).waitFor()
  expect(errors).toEqual([])
})

/** The smallest picture there is: one transparent pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
