import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { enter, makeCrew, openPage } from './people.ts'
import { Product } from './product.ts'
import { silence } from './sample-files.ts'
import { channel, composer, message, write } from './town-square.ts'

const sidebar = (page: Page) =>
  page.getByRole('navigation', { name: 'Channels and direct messages' })
const link = (page: Page, name: string) => sidebar(page).getByRole('link', { name, exact: true })
const log = (page: Page, name: string) =>
  page.getByRole('log', { name: `Messages in ${name}`, exact: true })

/** Lets a file fall onto the composer, or pastes it there, as the desktop would. */
function give(page: Page, how: 'drop' | 'paste', name: string): Promise<void> {
  return composer(page).evaluate(
    (field, { type, fileName }) => {
      const data = new DataTransfer()
      data.items.add(new File(['high water'], fileName, { type: 'text/plain' }))
      const options = { bubbles: true, cancelable: true }
      field.dispatchEvent(
        type === 'drop'
          ? new DragEvent(type, { ...options, dataTransfer: data })
          : new ClipboardEvent(type, { ...options, clipboardData: data }),
      )
    },
    { type: how, fileName: name },
  )
}

test('channels come and go; files fall in; others see who types', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  const { ada: api, team } = await makeCrew(product.address)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  const bob = await openPage(browser, errors)
  await enter(ada, product.address, 'ada')
  await enter(bob, product.address, 'bob')

  // A channel is made, found by somebody else, and joined.
  await ada.getByRole('button', { name: 'Create channel' }).click()
  await ada.getByLabel('Channel name').fill('Night Watch')
  await ada.getByLabel('Purpose (optional)').fill('Who is awake')
  await ada.getByRole('button', { name: 'Create', exact: true }).click()
  await log(ada, 'Night Watch').waitFor()
  await bob.getByRole('button', { name: 'Browse channels' }).click()
  await bob.getByLabel('Search channels').fill('night')
  await bob.getByText('Who is awake').waitFor()
  await expectAccessible(bob, 'channel browser')
  await bob.getByRole('button', { name: 'Join Night Watch' }).click()
  await log(bob, 'Night Watch').waitFor()
  await log(ada, 'Night Watch').getByText(/bob/).waitFor()

  // Only what is unread, as long as one wants that.
  await link(bob, 'Town Square').click()
  await composer(bob).waitFor()
  const words = { channel_id: (await api.getChannelByName(team.id, 'night-watch')).id }
  await api.createPost({ ...words, message: 'Anybody there?' } as never)
  await link(bob, 'Night Watch, unread').waitFor()
  await bob.getByRole('button', { name: 'Show unread only' }).click()
  await link(bob, 'Off-Topic').waitFor({ state: 'detached' })
  expect(await link(bob, 'Night Watch, unread').count()).toBe(1)
  await bob.getByRole('button', { name: 'Show unread only' }).click()
  await link(bob, 'Off-Topic').waitFor()

  // Who types is told to the others, and forgotten.
  await link(ada, 'Town Square').click()
  await composer(bob).pressSequentially('Ahoy')
  await ada.getByText('bob is typing…').waitFor()
  await composer(bob).press('Enter')
  await message(ada, 'Ahoy').waitFor()
  await ada.getByText('bob is typing…').waitFor({ state: 'detached' })

  // Files fall onto the composer, or are pasted; a sound is listened to where it is.
  await give(bob, 'drop', 'dropped.txt')
  await give(bob, 'paste', 'pasted.txt')
  await bob.getByRole('button', { name: 'Remove dropped.txt' }).waitFor()
  await bob.getByRole('button', { name: 'Remove pasted.txt' }).waitFor()
  const choosing = bob.waitForEvent('filechooser')
  await bob.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([{ name: 'horn.wav', mimeType: 'audio/wav', buffer: silence }])
  await bob.getByRole('button', { name: 'Remove horn.wav' }).waitFor()
  await expect.poll(() => bob.getByRole('button', { name: 'Send message' }).isEnabled()).toBe(true)
  await bob.getByRole('button', { name: 'Send message' }).click()
  await channel(ada).getByRole('button', { name: 'Preview horn.wav' }).click()
  const player = ada.getByRole('dialog', { name: 'Preview of horn.wav' }).locator('audio')
  await expect.poll(() => player.evaluate((one) => (one as { duration?: number }).duration)).toBe(1)
  await expectAccessible(ada, 'player')
  await ada.keyboard.press('Escape')
  await player.waitFor({ state: 'detached' })

  // A hand has the colour that one gives it, from then on.
  await message(ada, 'Ahoy').hover()
  await message(ada, 'Ahoy').getByRole('button', { name: 'Add reaction' }).click()
  await ada.getByRole('searchbox', { name: 'Search emoji' }).press('Tab')
  await ada.keyboard.press('Enter')
  await ada.getByRole('button', { name: 'Skin tone: light' }).waitFor()
  await ada.getByRole('searchbox', { name: 'Search emoji' }).fill('wave')
  await ada.getByRole('button', { name: /^wave/ }).first().waitFor()
  await ada.getByRole('searchbox', { name: 'Search emoji' }).press('Enter')
  await message(bob, 'Ahoy')
    .getByRole('button', { name: /^wave light skin tone, given by ada/ })
    .waitFor()

  // Left, archived, and brought back.
  await link(bob, 'Night Watch, unread').click()
  await bob.getByRole('button', { name: 'Menu of Night Watch' }).click()
  await bob.getByRole('menuitem', { name: 'Leave channel' }).click()
  await bob.getByRole('dialog').getByRole('button', { name: 'Leave channel' }).click()
  await composer(bob).waitFor()
  await link(bob, 'Night Watch').waitFor({ state: 'detached' })
  await ada.getByRole('link', { name: /^Night Watch/ }).click()
  await ada.getByRole('button', { name: 'Menu of Night Watch' }).click()
  await ada.getByRole('menuitem', { name: 'Archive channel' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Archive channel' }).click()
  await ada.getByText(/^This channel is archived/).waitFor()
  await ada.getByRole('button', { name: 'Menu of Night Watch' }).click()
  await ada.getByRole('menuitem', { name: 'Edit channel' }).click()
  await ada.getByRole('tab', { name: 'Archive' }).click()
  await ada.getByRole('button', { name: 'Bring back' }).click()
  await ada.getByRole('textbox', { name: 'Write to Night Watch' }).waitFor()

  // A guest isn't offered what a guest may not do.
  await api.patchConfig({ GuestAccountsSettings: { Enable: true } } as never)
  await api.demoteUserToGuest((await api.getUserByUsername('bob')).id)
  await enter(bob, product.address, 'bob')
  await composer(bob).waitFor()
  await write(bob, 'As a guest')
  await bob.getByRole('button', { name: 'Menu of Harbour Crew' }).click()
  await bob.getByRole('menuitem', { name: 'Leave team' }).waitFor()
  expect(await bob.getByRole('menuitem').allTextContents()).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/Invite people|Create channel|Browse channels/)]),
  )
  expect(errors).toEqual([])
})
