import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { meet } from './people.ts'
import { Product } from './product.ts'
import { channel, composer, message, write } from './town-square.ts'

/** The smallest picture there is: one transparent pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

const thread = (page: Page) => page.getByRole('complementary', { name: 'Thread' })

async function reply(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Reply to thread' })
  await field.fill(text)
  await field.press('Enter')
}

test('two people answer in a thread, react, mention each other and share files', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)

  // A reply leaves the channel for its thread, and both see it there.
  await write(ada, 'Who takes the night watch?')
  await message(bob, 'Who takes the night watch?').hover()
  await message(bob, 'Who takes the night watch?')
    .getByRole('button', { name: 'Reply in thread' })
    .click()
  await reply(bob, 'I do, until two.')
  await message(ada, 'Who takes the night watch?')
    .getByRole('button', { name: /1 reply/ })
    .click()
  await thread(ada).getByText('I do, until two.').waitFor()
  await reply(ada, 'Then the rest is mine.')
  await thread(bob).getByText('Then the rest is mine.').waitFor()
  await message(bob, 'Who takes the night watch?')
    .getByRole('button', { name: /2 replies/ })
    .waitFor()
  expect(await channel(bob).getByText('I do, until two.').count()).toBe(0)
  await expectAccessible(ada, 'thread')

  // The thread has an address: it outlives a reload, and Escape leaves it.
  await bob.reload()
  await thread(bob).getByText('Then the rest is mine.').waitFor()
  await bob.getByRole('textbox', { name: 'Reply to thread' }).press('Escape')
  await thread(bob).waitFor({ state: 'detached' })
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await thread(ada).waitFor({ state: 'detached' })

  // What one does not look at is new.
  await bob.getByRole('link', { name: 'Off-Topic' }).click()
  await bob.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()

  await write(ada, 'Back to the watch')
  await message(ada, 'Who takes the night watch?')
    .getByRole('button', { name: /2 replies/ })
    .click()
  await reply(ada, 'I will be late.')
  await ada.getByRole('button', { name: 'Close thread' }).click()
  await bob.getByRole('link', { name: 'Threads, 1 unread' }).click()
  await bob
    .getByRole('list', { name: 'Threads' })
    .getByRole('button', { name: /Who takes the night watch/ })
    .click()
  await thread(bob).getByText('I will be late.').waitFor()
  await bob.getByRole('link', { name: 'Threads', exact: true }).waitFor()
  await bob.getByRole('button', { name: 'Close thread' }).click()
  await bob.getByRole('link', { name: 'Off-Topic' }).click()
  await bob.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()

  // Reactions: chosen by keys, joined by a press, taken back by another.
  await write(ada, 'The lamps are fixed, @bob :tada:')
  await bob.getByRole('link', { name: 'Town Square, unread' }).click()
  await message(bob, 'The lamps are fixed').getByRole('button', { name: '@bob' }).waitFor()
  await message(bob, 'The lamps are fixed').getByRole('img', { name: 'tada' }).waitFor()
  await message(bob, 'The lamps are fixed').hover()
  await message(bob, 'The lamps are fixed').getByRole('button', { name: 'Add reaction' }).click()
  await expectAccessible(bob, 'emoji picker')
  await bob.getByRole('searchbox', { name: 'Search emoji' }).fill('rock')
  await bob.keyboard.press('ArrowDown')
  await bob.keyboard.press('Enter')
  await ada.getByRole('button', { name: 'rocket, given by bob' }).click()
  await bob.getByRole('button', { name: 'rocket, given by bob and ada' }).click()
  await ada.getByRole('button', { name: 'rocket, given by ada', exact: true }).waitFor()

  // Names are completed while one writes.
  await composer(ada).pressSequentially('Ask @bo')
  await ada.getByRole('listbox', { name: 'Suggestions' }).getByText('@bob').waitFor()
  await composer(ada).press('Enter')
  await composer(ada).pressSequentially('in ~off')
  await ada.getByRole('option', { name: /Off-Topic/ }).waitFor()
  await composer(ada).press('Tab')
  expect(await composer(ada).inputValue()).toBe('Ask @bob in ~off-topic ')
  await composer(ada).press('Enter')
  await message(bob, 'Ask @bob in').getByRole('link', { name: '~Off-Topic' }).waitFor()

  // Files go with a message; a picture is shown, another file can be fetched.
  const choosing = ada.waitForEvent('filechooser')
  await ada.getByRole('button', { name: 'Attach files' }).click()
  await (await choosing).setFiles([
    { name: 'pier.png', mimeType: 'image/png', buffer: pixel },
    { name: 'tides.csv', mimeType: 'text/csv', buffer: Buffer.from('day,high\nmon,4.2\n') },
  ])
  await ada.getByRole('button', { name: 'Remove tides.csv' }).waitFor()
  await ada.getByRole('button', { name: 'Send message' }).click()
  await bob.getByRole('img', { name: 'pier.png' }).waitFor()
  await bob.getByRole('link', { name: 'Download tides.csv' }).waitFor()
  await expectAccessible(bob, 'channel')

  // What one does is shown to others, and the keys lead anywhere.
  await ada.getByRole('button', { name: 'Account of ada' }).click()
  await expectAccessible(ada, 'account menu')
  await ada.getByRole('menuitemradio', { name: 'Do not disturb' }).click()
  await bob.keyboard.press('Control+k')
  await bob.getByRole('combobox', { name: 'Find a channel or a person' }).fill('ad')
  await bob.getByRole('option', { name: /ada/ }).waitFor()
  await expectAccessible(bob, 'quick switcher')
  await bob.keyboard.press('Enter')
  await bob.getByRole('textbox', { name: 'Write to ada' }).waitFor()
  await bob.getByText('Do not disturb').waitFor()
  await expectAccessible(bob, 'direct message')

  // A third person makes a group.
  await bob.keyboard.press('Control+/')
  await bob.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await bob.keyboard.press('Escape')
  await bob.getByRole('button', { name: 'New direct message' }).click()
  await bob.getByRole('button', { name: 'Add ada to a group message', exact: true }).waitFor()
  await expectAccessible(bob, 'new message')
  expect(errors).toEqual([])
})
