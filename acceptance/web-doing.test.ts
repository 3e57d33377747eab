import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { account, enter, makeCrew, openPage } from './people.ts'
import { Product } from './product.ts'
import { channel, composer, message, openMenu, write } from './town-square.ts'

const UPLOADS = '**/api/v4/files'

const sidebar = (page: Page, name: string) =>
  page
    .getByRole('navigation', { name: 'Channels and direct messages' })
    .getByRole('link', { name, exact: true })

async function attach(page: Page, name: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from('high water at noon') }
  await (await choosing).setFiles([file])
}

async function search(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Search people').fill(name)
  await page.getByRole('button', { name: `Add ${name} @${name}` }).click()
  await page.getByRole('dialog').getByText('1 person was added.').waitFor()
  await page.keyboard.press('Escape')
}

test('what few do: unread again, others’ messages, broken uploads, people, a team’s end', {
  timeout: 240_000,
}, async () => {
  await using product = new Product()
  await product.start()
  const { ada: api, team, square } = await makeCrew(product.address)
  await api.createPost({ channel_id: square.id, message: 'First light' } as never)
  await api.createPost({ channel_id: square.id, message: 'Second light' } as never)
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  const bob = await openPage(browser, errors)
  await enter(ada, product.address, 'ada')
  await enter(bob, product.address, 'bob')

  // From a message on, everything is new again: in the sidebar, and by a line when one comes back.
  await message(bob, 'Second light').waitFor()
  await openMenu(bob, 'Second light')
  await bob.getByRole('menuitem', { name: 'Mark as unread' }).click()
  await bob.getByText('Marked as unread.').waitFor()
  await sidebar(bob, 'Off-Topic').click()
  await bob.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()
  await sidebar(bob, 'Town Square, unread').click()
  await composer(bob).waitFor()
  await channel(bob).getByText('New messages', { exact: true }).waitFor()
  await sidebar(bob, 'Town Square').waitFor()

  // Others' messages are deleted and edited by those alone who may.
  await write(bob, 'Third light, I think')
  await openMenu(bob, 'First light')
  expect(await bob.getByRole('menuitem', { name: 'Delete message' }).count()).toBe(0)
  await bob.keyboard.press('Escape')
  await message(ada, 'Third light, I think').hover()
  await message(ada, 'Third light, I think').getByRole('button', { name: 'Edit message' }).click()
  await ada.getByRole('textbox', { name: 'Edit message' }).fill('Third light')
  await ada.keyboard.press('Enter')
  await message(bob, /Third light(?!, I think)/).waitFor()
  await openMenu(ada, 'Third light')
  await ada.getByRole('menuitem', { name: 'Delete message' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await message(bob, 'Third light').waitFor({ state: 'detached' })

  // A file that hangs is given up, one that was refused is sent again.
  const hung: Route[] = []
  await bob.route(UPLOADS, (route) => void hung.push(route))
  await attach(bob, 'stuck.txt')
  await bob.getByRole('progressbar', { name: 'Uploading stuck.txt' }).waitFor()
  expect(await bob.getByRole('button', { name: 'Send message' }).isDisabled()).toBe(true)
  await bob.getByRole('button', { name: 'Remove stuck.txt' }).click()
  await bob.getByRole('list', { name: 'Attached files' }).waitFor({ state: 'detached' })
  await expect.poll(() => hung[0]?.request().failure()?.errorText).toMatch(/ABORTED/)
  await bob.unroute(UPLOADS)
  await bob.route(UPLOADS, (route) =>
    route.fulfill({ status: 413, json: { message: 'The harbour is full.' } }),
  )
  await attach(bob, 'tides.txt')
  await bob.getByRole('alert').filter({ hasText: 'The harbour is full.' }).waitFor()
  await expectAccessible(bob, 'refused file')
  await bob.unroute(UPLOADS)
  await bob.getByRole('button', { name: 'Try tides.txt again' }).click()
  await expect.poll(() => bob.getByRole('button', { name: 'Send message' }).isEnabled()).toBe(true)
  await bob.getByRole('button', { name: 'Send message' }).click()
  await channel(ada).getByRole('link', { name: 'Download tides.txt' }).waitFor()

  // Somebody comes into the team, and into a channel, by being added.
  await account(api, 'carla')
  await ada.getByRole('button', { name: 'Menu of Harbour Crew' }).click()
  await ada.getByRole('menuitem', { name: 'People', exact: true }).click()
  await ada.getByRole('button', { name: 'Add people' }).click()
  await search(ada, 'carla')
  await ada.getByRole('listitem', { name: 'carla' }).waitFor()
  await ada.goto(`${product.address}/harbour-crew/channels/town-square`)
  const watch = await api.createChannel({
    team_id: team.id,
    name: 'watch',
    display_name: 'Watch',
    type: 'P',
  } as never)
  await sidebar(ada, 'Watch').click()
  await ada.getByRole('button', { name: 'Menu of Watch' }).click()
  await ada.getByRole('menuitem', { name: 'Add people' }).click()
  await search(ada, 'bob')
  await bob.getByRole('link', { name: 'Watch, unread' }).waitFor()
  expect((await api.getChannelStats(watch.id)).member_count).toBe(2)

  // A team ends for all at once, and comes back from the console.
  await ada.getByRole('button', { name: 'Menu of Harbour Crew' }).click()
  await ada.getByRole('menuitem', { name: 'Team settings' }).click()
  await ada.getByRole('button', { name: 'Archive team' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Archive team' }).click()
  await ada.getByRole('heading', { name: 'Choose a team' }).waitFor()
  await bob.getByText("This team can't be shown").waitFor()
  await ada.goto(`${product.address}/admin_console/user_management/teams/${team.id}`)
  await ada.getByText('Archived', { exact: true }).waitFor()
  await ada.getByRole('button', { name: 'Restore' }).click()
  await ada.getByText('Active', { exact: true }).waitFor()
  await bob.goto(`${product.address}/harbour-crew/channels/town-square`)
  await message(bob, 'First light').waitFor()
  expect(errors).toEqual([])
})
