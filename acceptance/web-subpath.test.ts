import type { Page } from 'playwright-core'
import { afterEach, expect, test, vi } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser, untilKept } from './browser.ts'
import { foundTeam, openPage, password, signUp } from './people.ts'
import { Product } from './product.ts'
import { composer, message, write } from './town-square.ts'

const banner = (page: Page) => page.getByText(/Offline – as of \d/)

afterEach(() => void vi.unstubAllEnvs())

/** The paths of a kind of what the browser keeps. */
function pathsOf(page: Page, script: string): Promise<string[]> {
  return page.evaluate(`(${script})().then((all) => all.map((one) => new URL(one).pathname))`)
}

test('MC-BOOT-11 the app lives below a path, beside others on its host', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const early = await openPage(browser, errors)
  await early.goto(product.address)
  await early.getByLabel('Username').waitFor()
  await untilKept(early)
  await product.stop()
  const site = `${product.address}/chat`
  vi.stubEnv('REDOUBT_SITE_URL', site)
  await product.start()
  // Whoever had opened it at the root of the host finds it below the path from now on.
  await early.goto(product.address)
  await early.waitForURL(`${site}/signup_user_complete/`)
  await early.context().close()

  const ada = await openPage(browser, errors)
  const strays: string[] = []
  ada.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    const isStray = origin === product.address && !/^\/chat(\/|$)/.test(pathname)
    if (isStray) strays.push(pathname)
  })

  const link = await foundTeam(ada, site)
  expect(link.startsWith(`${site}/signup_user_complete/?id=`)).toBe(true)
  expect(new URL(ada.url()).pathname).toBe('/chat/harbour-crew/channels/town-square')
  const bob = await openPage(browser, errors)
  await bob.goto(link)
  await signUp(bob, 'bob')
  await write(ada, 'The lamp is lit')
  await message(bob, 'The lamp is lit').waitFor()
  await write(bob, 'I see it from here')
  await message(ada, 'I see it from here').waitFor()

  // A deep link, opened anew, and one in a message that leads there without loading the page.
  await ada.reload()
  await message(ada, 'I see it from here').waitFor()
  await ada.evaluate('window.isSamePage = true')
  await write(ada, `Go to ${site}/harbour-crew/channels/off-topic or ${product.address}/wiki`)
  await ada.getByRole('link', { name: `${site}/harbour-crew/channels/off-topic` }).click()
  await ada.waitForURL(`${site}/harbour-crew/channels/off-topic`)
  await ada.goBack()
  await message(ada, 'The lamp is lit').waitFor()
  expect(await ada.evaluate('window.isSamePage')).toBe(true)

  // A file goes up and comes down again.
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([
    { name: 'tides.csv', mimeType: 'text/csv', buffer: Buffer.from('day,high\nmon,4.2\n') },
  ])
  await ada.getByRole('button', { name: 'Remove tides.csv' }).waitFor()
  await ada.getByRole('button', { name: 'Send message' }).click()
  const shared = bob.getByRole('link', { name: 'Download tides.csv' })
  await shared.waitFor()
  expect(await shared.getAttribute('href')).toContain('/chat/api/v4/files/')

  // What the browser keeps of the app is below the path too.
  await untilKept(ada)
  const scopes =
    'async () => (await navigator.serviceWorker.getRegistrations()).map((r) => r.scope)'
  expect(await pathsOf(ada, scopes)).toEqual(['/chat/'])
  const kept = await pathsOf(
    ada,
    `async () => {
      const open = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      return (await Promise.all(open.map((one) => one.keys()))).flat().map(({ url }) => url)
    }`,
  )
  expect(kept).toContain('/chat/')
  expect(kept.filter((path) => !/^\/chat\/(static\/|$)/.test(path))).toEqual([])

  // The server goes away, and the tab is reloaded; then it comes back.
  await product.stop('SIGKILL')
  await banner(ada).waitFor()
  await write(ada, 'written without the server')
  await ada.reload()
  await banner(ada).waitFor()
  await message(ada, 'The lamp is lit').waitFor()
  await product.start()
  await message(bob, 'written without the server').waitFor({ timeout: 40_000 })
  await banner(ada).waitFor({ state: 'detached' })

  // Out, and in again at a deep link.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await ada.getByRole('menuitem', { name: 'Log out' }).click()
  await ada.waitForURL(`${site}/login`)
  expect((await ada.context().cookies()).map(({ name }) => name)).toEqual([])
  await ada.goto(`${site}/harbour-crew/channels/off-topic`)
  await ada.getByLabel('Email or username').fill('ada')
  await ada.getByLabel('Password', { exact: true }).fill(password)
  await ada.getByRole('button', { name: 'Log in' }).click()
  await ada.waitForURL(`${site}/harbour-crew/channels/off-topic`)
  const cookies = await ada.context().cookies()
  expect(new Set(cookies.map((cookie) => cookie.path))).toEqual(new Set(['/chat']))
  expect(strays).toEqual([])
  expect(errors).toEqual([])
})

test('what a link led to in vain is told in the words of the server, and of nobody else', {
  timeout: 120_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  await foundTeam(ada, product.address)
  await ada.goto(`${product.address}/files/${'a'.repeat(26)}/public?h=x`)
  await ada.getByRole('heading', { name: 'This did not work' }).waitFor()
  await ada.getByText('Public links').waitFor()
  await expectAccessible(ada, 'error page')
  const forged = new URL(ada.url())
  forged.searchParams.set('message', 'Call 555-0100 and tell your password')
  await ada.goto(forged.href)
  await ada.getByText('Ask for a new one.').waitFor()
  expect(await ada.getByText('555-0100').count()).toBe(0)
  await ada.getByRole('link', { name: 'Go to the start page' }).click()
  await composer(ada).waitFor()
  expect(errors).toEqual([])
})
