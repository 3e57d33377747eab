import type { Page } from 'playwright-core'

/** The looks and widths in which screens are taken. */
export const SETTINGS = ['wide-light', 'wide-dark', 'narrow-light', 'narrow-dark'] as const
export type Setting = (typeof SETTINGS)[number]

/** One screen: where it is, what shows that it is there, and what is done before the picture. */
export type Shot = {
  name: string
  path: string
  /** What is waited for first: a message, if nothing is said. */
  sign?: string
  /** Who looks: the administrator, if nothing is said. */
  as?: 'stranger'
  /** All four settings: for the screens that are seen all day. */
  isMain?: true
  /** The only setting in which it says something of its own. */
  only?: Setting
  prepare?: (page: Page) => Promise<unknown>
}

/** The settings in which a shot is taken. */
export function settingsOf(shot: Shot): readonly Setting[] {
  if (shot.only) return [shot.only]
  return shot.isMain ? SETTINGS : ['wide-light', 'narrow-dark']
}

/** Whether the page has room for one pane only. */
export function isNarrow(page: Page): boolean {
  return (page.viewportSize()?.width ?? 0) < 600
}

/** Presses a button by its name. */
export function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name, exact: true }).first().click()
}

/** Chooses an item of a menu that is opened by a button. */
export async function choose(page: Page, button: string | RegExp, item: string): Promise<void> {
  await press(page, button)
  await page.getByRole('menuitem', { name: item }).click()
}
