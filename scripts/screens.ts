// node scripts/screens.ts: renews the pictures in docs/screens/ from a demo organisation.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../acceptance/browser.ts'
import { Product } from '../acceptance/product.ts'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'docs/screens')
const password = 'a-picture-for-the-readme'

type Shot = {
  name: string
  path: string
  /** What shows that the page is there, if not a message. */
  sign?: string
  /** What to wait for, and to do, before the picture is taken. */
  prepare?: (page: Page) => Promise<void>
}

const shots: Shot[] = [
  { name: 'settings', path: '/harbourline/settings/display', sign: 'fieldset' },
  { name: 'channel', path: '/harbourline/channels/it-help' },
  {
    name: 'thread',
    path: '/engineering/channels/incidents',
    prepare: async (page) => {
      await page
        .getByRole('button', { name: /repl(y|ies)/ })
        .last()
        .click()
      await page.getByRole('complementary', { name: 'Thread' }).waitFor()
    },
  },
  {
    name: 'switcher',
    path: '/harbourline/channels/town-square',
    prepare: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Find a channel or a person' }).fill('in')
    },
  },
]

await using product = new Product()
await product.start()
const account = fillWithDemo()
await using browser = await launchBrowser()
mkdirSync(folder, { recursive: true })
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, width] of [
    ['wide', 1280],
    ['narrow', 390],
  ] as const) {
    const page = await logIn(browser, { colorScheme, width })
    for (const shot of shots) {
      await page.goto(product.address + shot.path)
      await page
        .locator(shot.sign ?? 'article')
        .first()
        .waitFor()
      if (width > 600) await shot.prepare?.(page)
      await page.waitForLoadState('networkidle')
      const file = `${shot.name}-${size}-${colorScheme}.png`
      if (width > 600 || !shot.prepare) await page.screenshot({ path: path.join(folder, file) })
    }
    await page.context().close()
  }
}

/** Fills the workspace; resolves to the user name of its administrator. */
function fillWithDemo(): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [path.join(root, 'packages/cli/bin/redoubt.js'), 'demo', '--seed', '7', '--password-stdin'],
    {
      env: { ...process.env, REDOUBT_DATA: path.join(product.folder, 'data') },
      input: `${password}\n`,
      encoding: 'utf8',
    },
  )
  const name = /log in as (\S+), who/.exec(stdout)?.[1]
  if (status !== 0 || !name) throw new Error(`The demo failed:\n${stdout}${stderr}`)
  return name
}

async function logIn(
  at: Browser,
  { colorScheme, width }: { colorScheme: 'light' | 'dark'; width: number },
): Promise<Page> {
  const viewport = { width, height: 800 }
  const context = await at.newContext({ viewport, colorScheme, locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${product.address}/login`)
  await page.getByLabel('Email or username').fill(account)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('textbox', { name: /^Write to/ }).waitFor()
  return page
}
