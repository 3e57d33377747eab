import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { foundTeam, openPage, signUp } from './people.ts'
import { Product } from './product.ts'
import { message, write } from './town-square.ts'

const screens = path.resolve(import.meta.dirname, '../docs/screens')

test('MC-WS-14 two people talk over a restart; nothing is lost, nothing doubled', {
  timeout: 180_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []

  // The team lead makes the first account and a team.
  const ada = await openPage(browser, errors)
  const link = await foundTeam(ada, product.address)
  await write(ada, 'Welcome aboard!')
  await message(ada, 'Welcome aboard!').waitFor()

  // A colleague comes by the invitation link.
  const bob = await openPage(browser, errors)
  await bob.goto(link)
  await signUp(bob, 'bob')
  await message(bob, 'Welcome aboard!').waitFor()

  // They talk.
  await write(bob, 'Thanks, @ada. Where do we keep the **plan**?')
  await message(ada, 'Where do we keep the plan?').waitFor()
  await write(ada, 'In `plans/harbour.md`, I will pin it.')
  await message(bob, 'plans/harbour.md').waitFor()

  // The server goes away, killed and not asked; both write on.
  await product.stop('SIGKILL')
  await ada.getByText('Offline').waitFor()
  await write(ada, 'written while the server was gone')
  await write(bob, 'me too')
  await ada.getByText('Waiting for the server').first().waitFor()
  await message(ada, 'written while the server was gone').focus()
  await product.start()
  for (const page of [ada, bob]) {
    for (const text of ['written while the server was gone', 'me too']) {
      await message(page, text).waitFor({ timeout: 30_000 })
    }
    await page.getByText('Waiting for the server').waitFor({ state: 'detached' })
  }
  // What had the focus while it waited has it still, and says now what can be done with it.
  const sent = message(ada, 'written while the server was gone')
  expect(await sent.evaluate((article) => article.matches(':focus'))).toBe(true)
  await sent.getByRole('button', { name: 'More actions' }).waitFor()
  await write(bob, 'and we are back')
  await message(ada, 'and we are back').waitFor()

  // Both see each message once, also after a fresh start of the page.
  const written = [
    'Welcome aboard!',
    'Where do we keep the plan?',
    'plans/harbour.md',
    'written while the server was gone',
    'me too',
    'and we are back',
  ]
  for (const page of [ada, bob]) {
    await page.reload()
    await message(page, 'and we are back').waitFor()
    for (const text of written) expect(await message(page, text).count(), text).toBe(1)
  }
  expect(errors).toEqual([])
  if (process.env.UPDATE_SCREENS) {
    mkdirSync(screens, { recursive: true })
    await ada.screenshot({ path: path.join(screens, 'conversation.png') })
  }
})
