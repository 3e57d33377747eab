import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'

/** More stops than any page has. */
const MANY = 90

/** What has the focus, as a screen reader tells it: `button: Send message`. */
type Stop = string

/** Somebody who has a keyboard and nothing else. */
export class Keys {
  readonly page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.page = page
    this.#session = session
  }

  static async of(page: Page): Promise<Keys> {
    return new Keys(page, await page.context().newCDPSession(page))
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key)
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text)
  }

  /** The role and the name of what has the focus, by the browser's own reckoning. */
  async here(): Promise<Stop> {
    const { result } = await this.#session.send('Runtime.evaluate', {
      expression: 'document.activeElement',
    })
    const { objectId } = result
    if (!objectId) return ''
    const { nodes } = await this.#session.send('Accessibility.getPartialAXTree', {
      objectId,
      fetchRelatives: false,
    })
    return `${nodes[0]?.role?.value ?? ''}: ${nodes[0]?.name?.value ?? ''}`
  }

  /** Waits until something has the focus by itself. */
  async arrivesAt(stop: Stop | RegExp): Promise<void> {
    const wanted =
      typeof stop === 'string' ? expect.stringContaining(stop) : expect.stringMatching(stop)
    await expect.poll(() => this.here()).toEqual(wanted)
  }

  /** Goes on with Tab, or back with Shift+Tab, until something has the focus. */
  async goTo(stop: Stop | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: Stop[] = []
    while (passed.length < MANY) {
      await this.press(key)
      const here = await this.here()
      if (typeof stop === 'string' ? here === stop : stop.test(here)) return
      passed.push(here)
    }
    throw new Error(`Tab does not lead to ${stop}:\n${passed.join('\n')}`)
  }

  /** All stops of Tab on a page, from its beginning until it is left. */
  async walk(): Promise<Stop[]> {
    await this.page.evaluate(
      `document.body.tabIndex = -1
       document.body.focus()
       document.body.removeAttribute('tabindex')`,
    )
    const stops: Stop[] = []
    while (stops.length < MANY) {
      await this.press('Tab')
      const isLeft = await this.page.evaluate<boolean>('document.activeElement === document.body')
      if (isLeft) return stops
      stops.push(await this.here())
    }
    throw new Error(`Tab does not lead out of the page:\n${stops.join('\n')}`)
  }
}
