import type { Page } from 'playwright-core'

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
