import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Client4 } from '@mattermost/client'
import { freePort } from '@redoubt/testkit/ports.ts'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { foundTeam, openPage, password, signUp } from './people.ts'
import type { Product } from './product.ts'

/** A folder for pictures of what is checked, if somebody wants to look at it. */
const screens = process.env.RICH_SCREENS

/** Where one writes in Town Square. */
export const composer = (page: Page) => page.getByRole('textbox', { name: 'Write to Town Square' })
export const channel = (page: Page) => page.getByRole('log', { name: 'Messages in Town Square' })
export const message = (page: Page, text: string | RegExp) =>
  channel(page).getByRole('article').filter({ hasText: text })

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}

/** Opens what else can be done with a message. */
export async function openMenu(page: Page, text: string): Promise<void> {
  await message(page, text).last().hover()
  await message(page, text).last().getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menu').waitFor()
}

/** What axe finds wrong with a screen, in both looks. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(axe.source)
    const found = await page.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`,
    )
    if (screens) {
      mkdirSync(screens, { recursive: true })
      await page.screenshot({ path: path.join(screens, `${screen}-${colorScheme}.png`) })
    }
    expect(found, `${screen}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** The product with what this journey needs switched on, at an address that it knows itself. */
export async function startProduct(product: Product): Promise<void> {
  product.address = `http://127.0.0.1:${await freePort()}`
  Object.assign(product.environment, {
    MM_SERVICESETTINGS_SITEURL: product.address,
    MM_SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS: '127.0.0.1',
    MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE: 'true',
    MM_SERVICESETTINGS_ENABLEPOSTICONOVERRIDE: 'true',
  })
  await product.start()
}

export async function logIn(address: string, name: string): Promise<Client4> {
  const client = new Client4()
  client.setUrl(address)
  await client.login(name, password)
  return client
}

/** Ada, who administers, and Bob, side by side in Town Square. */
export async function meet(browser: Browser, product: Product, errors: string[]) {
  const ada = await openPage(browser, errors)
  await ada.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const bob = await openPage(browser, errors)
  await bob.goto(await foundTeam(ada, product.address))
  await signUp(bob, 'bob')
  await composer(bob).waitFor()
  const api = await logIn(product.address, 'ada')
  const team = await api.getTeamByName('harbour-crew')
  const square = await api.getChannelByName(team.id, 'town-square')
  return { ada, bob, api, team, square }
}
