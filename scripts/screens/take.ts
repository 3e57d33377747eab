import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { violationsOf } from '../../acceptance/axe.ts'
import { password } from './furnish.ts'
import { repack } from './repack.ts'
import { SETTINGS, type Setting, type Shot, settingsOf } from './shot.ts'

type Studio = { browser: Browser; address: string; account: string; folder: string }

/**
 * Takes every picture and asks axe about it; tells of what did not come about and of what axe has
 * found. Resolves to the number of such pictures.
 */
export async function takeAll(studio: Studio, shots: readonly Shot[]): Promise<number> {
  mkdirSync(studio.folder, { recursive: true })
  const known = await logIn(studio)
  let failed = 0
  for (const setting of SETTINGS) {
    for (const as of ['stranger', 'administrator'] as const) {
      const theirs = shots.filter((shot) => (shot.as ?? 'administrator') === as)
      const state = as === 'stranger' ? {} : { storageState: known }
      await using context = await studio.browser.newContext({ ...state, ...optionsOf(setting) })
      const page = await context.newPage()
      page.setDefaultTimeout(12_000)
      for (const shot of theirs.filter((one) => settingsOf(one).includes(setting))) {
        const name = `${shot.name}-${setting}`
        try {
          await take(page, shot, studio.address)
          await shoot(page, path.join(studio.folder, `${name}.png`))
          const violations = await violationsOf(page)
          if (violations.length > 0) throw new Error(violations.join('\n'))
        } catch (error) {
          failed += 1
          console.error(`${name}:`, error)
        }
      }
    }
  }
  return failed
}

async function take(page: Page, shot: Shot, address: string): Promise<void> {
  await page.goto(address + shot.path)
  await page
    .locator(shot.sign ?? 'main article')
    .first()
    .waitFor()
  await settle(page)
  await shot.prepare?.(page)
  await settle(page)
}

async function shoot(page: Page, file: string): Promise<void> {
  writeFileSync(file, repack(await page.screenshot({ animations: 'disabled', caret: 'hide' })))
}

function optionsOf(setting: Setting) {
  const isWide = setting.startsWith('wide')
  return {
    viewport: isWide ? { width: 1440, height: 900 } : { width: 390, height: 844 },
    colorScheme: setting.endsWith('dark') ? 'dark' : 'light',
    hasTouch: !isWide,
    isMobile: !isWide,
    locale: 'en-US',
    reducedMotion: 'reduce',
  } as const
}

/** Waits until nothing is fetched and nothing is announced to come. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Loading', { exact: true }).first().waitFor({ state: 'detached' })
}

async function logIn({
  browser,
  address,
  account,
}: Studio): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  await using context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${address}/login`)
  await page.getByLabel('Email or username').fill(account)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('textbox', { name: /^Write to/ }).waitFor()
  const { cookies } = await context.storageState()
  return { cookies, origins: [] }
}
