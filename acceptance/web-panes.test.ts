import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { meet } from './people.ts'
import { Product } from './product.ts'

const composer = (page: Page) => page.getByRole('textbox', { name: /^Write to/ })
const message = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text })
const pane = (page: Page, name: string) => page.getByRole('complementary', { name, exact: true })
const section = (page: Page, name: string) => page.getByRole('list', { name, exact: true })
const sidebarLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Channels and direct messages' }).getByRole('link', { name })

async function write(page: Page, text: string): Promise<void> {
  await composer(page).first().fill(text)
  await composer(page).first().press('Enter')
  await message(page, text).waitFor()
}

async function choose(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).hover()
  await message(page, text).getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** Makes a team that others may join, and writes there; resolves to the id of the message. */
function postInAnotherTeam(page: Page): Promise<string> {
  return page.evaluate<string>(`(async () => {
    const token = /MMCSRF=([^;]+)/.exec(document.cookie)?.[1] ?? ''
    const call = async (method, route, body) => {
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token }
      const reply = await fetch('/api/v4/' + route, { method, headers, body: body && JSON.stringify(body) })
      return reply.json()
    }
    const team = await call('POST', 'teams', { name: 'pilots', display_name: 'Pilots', type: 'O' })
    await call('PUT', 'teams/' + team.id + '/patch', { allow_open_invite: true })
    const channel = await call('GET', 'teams/' + team.id + '/channels/name/town-square')
    const post = await call('POST', 'posts', { channel_id: channel.id, message: 'Come aboard' })
    return post.id
  })()`)
}

const names = (page: Page, list: string) => section(page, list).getByRole('link').allInnerTexts()

test('somebody finds, keeps and arranges', { timeout: 280_000 }, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const { ada, bob } = await meet(browser, product.address, errors)

  // Something to find, among other things, in two channels.
  await write(ada, 'The night watch begins at ten, @bob.')
  for (let line = 1; line <= 12; line += 1) await write(ada, `Line ${line} of the log`)
  await sidebarLink(ada, 'Off-Topic').click()
  await ada.getByRole('textbox', { name: 'Write to Off-Topic' }).waitFor()
  await write(ada, 'Who watched the film?')

  // Search: completed, marked, and led to in its place.
  await ada.keyboard.press('Control+f')
  const search = ada.getByRole('combobox', { name: 'Search messages and files' })
  await search.waitFor()
  expect(await search.inputValue()).toBe('in:off-topic ')
  await search.fill('')
  await pane(ada, 'Search').getByRole('option', { name: /from:/ }).waitFor()
  await expectAccessible(ada, 'search-help')
  await search.pressSequentially('watch fr')
  await search.press('ArrowDown')
  await search.press('Enter')
  await search.pressSequentially('ad')
  await ada.getByRole('option', { name: /@ada/ }).waitFor()
  await search.press('ArrowDown')
  await search.press('Tab')
  expect(await search.inputValue()).toBe('watch from:ada ')
  await search.press('Enter')
  await pane(ada, 'Search').getByText('2 results').waitFor()
  expect(new URL(ada.url()).searchParams.get('q')).toBe('watch from:ada')
  await expect.poll(() => ada.evaluate<number>(`CSS.highlights.get('found')?.size ?? 0`)).toBe(2)
  await expectAccessible(ada, 'search')
  const found = pane(ada, 'Search').getByRole('article').filter({ hasText: 'night watch' })
  await found.getByRole('link', { name: 'Jump' }).click()
  await ada.getByRole('textbox', { name: 'Write to Town Square' }).waitFor()
  await message(ada, 'The night watch begins').waitFor()
  await pane(ada, 'Search').getByText('2 results').waitFor()
  await ada.reload()
  await pane(ada, 'Search').getByText('2 results').waitFor()
  await pane(ada, 'Search').getByRole('tab', { name: 'Files' }).click()
  await pane(ada, 'Search').getByText('Nothing was found').waitFor()
  await pane(ada, 'Search').getByRole('tab', { name: 'Files' }).press('Escape')
  await pane(ada, 'Search').waitFor({ state: 'detached' })

  // Bob finds what speaks to him, saves it, and finds that again.
  await bob.getByRole('link', { name: 'Mentions' }).click()
  await pane(bob, 'Mentions').getByText('The night watch begins').waitFor()
  await expectAccessible(bob, 'mentions')
  await choose(bob, 'The night watch begins', 'Save for later')
  await bob.getByRole('link', { name: 'Saved' }).click()
  await pane(bob, 'Saved').getByText('The night watch begins').waitFor()
  await expectAccessible(bob, 'saved')
  await pane(bob, 'Saved').getByRole('button', { name: 'Remove from saved' }).click()
  await pane(bob, 'Saved').getByText('Nothing is saved').waitFor()

  // What one pins, the other sees; it goes as it came.
  await bob.getByRole('button', { name: 'Pinned messages' }).click()
  await pane(bob, 'Pinned').getByText('Nothing is pinned').waitFor()
  await sidebarLink(ada, 'Town Square').click()
  await choose(ada, 'The night watch begins', 'Pin to channel')
  await pane(bob, 'Pinned').getByText('The night watch begins').waitFor()
  await expectAccessible(bob, 'pinned')
  await pane(bob, 'Pinned').getByRole('button', { name: 'Unpin' }).click()
  await pane(bob, 'Pinned').getByText('Nothing is pinned').waitFor()

  // About the channel, and who is in it.
  await ada.getByRole('button', { name: 'About this channel' }).click()
  await pane(ada, 'About')
    .getByRole('button', { name: /^Members/ })
    .waitFor()
  await expectAccessible(ada, 'info')
  await pane(ada, 'About')
    .getByRole('button', { name: /^Members/ })
    .click()
  await pane(ada, 'Members').getByRole('button', { name: 'bob', exact: true }).waitFor()
  await expectAccessible(ada, 'members')
  await pane(ada, 'Members').getByRole('button', { name: 'Options for bob' }).click()
  await ada.getByRole('menuitem', { name: 'Make administrator' }).click()
  await pane(ada, 'Members')
    .getByRole('list', { name: 'Administrators' })
    .getByText('@bob')
    .waitFor()
  await ada.goBack()
  await pane(ada, 'About')
    .getByRole('button', { name: /^Files/ })
    .click()
  await pane(ada, 'Files').getByText('No files yet').waitFor()
  await expectAccessible(ada, 'files')
  await ada.getByRole('button', { name: 'Close pane' }).click()

  // An edited message shows its author how it read before, and can be set back.
  await write(ada, 'A tpyo')
  await message(ada, 'A tpyo').hover()
  await message(ada, 'A tpyo').getByRole('button', { name: 'Edit message' }).click()
  await ada.getByRole('textbox', { name: 'Edit message' }).fill('A typo')
  await ada.getByRole('textbox', { name: 'Edit message' }).press('Enter')
  await ada.getByRole('button', { name: '(edited)' }).click()
  await pane(ada, 'Edit history').getByText('A tpyo').waitFor()
  await expectAccessible(ada, 'history')
  await pane(ada, 'Edit history').getByRole('button', { name: 'Restore' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await message(ada, 'A tpyo').waitFor()
  await ada.getByRole('button', { name: 'Close pane' }).click()

  // What one begins to write waits among the drafts, is found there, and is sent from there.
  await composer(ada).fill('Half a sentence')
  await ada.getByRole('link', { name: 'Drafts, 1 message' }).click()
  await section(ada, 'Drafts').getByText('Half a sentence').waitFor()
  await expectAccessible(ada, 'drafts')
  await ada.reload()
  await section(ada, 'Drafts').getByText('Half a sentence').waitFor()
  await ada.getByRole('button', { name: 'Send later' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Send later' }).click()
  await ada.getByText('No drafts', { exact: true }).waitFor()
  await ada.getByRole('link', { name: 'Scheduled, 1 message' }).click()
  await section(ada, 'Scheduled').getByText('Half a sentence').waitFor()
  await expectAccessible(ada, 'scheduled')
  await ada.getByRole('button', { name: 'Change time' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await ada.getByRole('button', { name: 'Send now' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Send now' }).click()
  await message(bob, 'Half a sentence').waitFor()
  await ada.getByText('Nothing is scheduled').waitFor()

  // Threads: one that is unread, read in its place.
  await message(bob, 'Half a sentence').hover()
  await message(bob, 'Half a sentence').getByRole('button', { name: 'Reply in thread' }).click()
  await bob.getByRole('textbox', { name: 'Reply to thread' }).fill('And the other half.')
  await bob.keyboard.press('Enter')
  await ada.getByRole('link', { name: 'Threads, 1 unread' }).click()
  await ada.getByRole('button', { name: 'Unread (1)' }).click()
  await expectAccessible(ada, 'threads')
  await section(ada, 'Threads')
    .getByRole('button', { name: /Half a sentence/ })
    .click()
  await pane(ada, 'Thread').getByText('And the other half.').waitFor()
  await sidebarLink(ada, 'Threads').waitFor()
  await expectAccessible(ada, 'thread-read')
  await ada.getByRole('button', { name: 'Close thread' }).click()

  // Categories by keys: made from a channel's menu, renamed, closed, moved.
  await sidebarLink(ada, 'Off-Topic').focus()
  await ada.keyboard.press('Tab')
  await ada.keyboard.press('Enter')
  await ada.getByRole('menuitem', { name: 'Move to…' }).press('Enter')
  await ada.getByRole('menuitem', { name: 'New category' }).press('Enter')
  await ada.getByRole('textbox', { name: 'Name of the category' }).fill('Harbor')
  await ada.keyboard.press('Enter')
  await section(ada, 'Harbor').getByRole('link', { name: 'Off-Topic' }).waitFor()
  await ada.getByRole('button', { name: 'Menu of the category Harbor' }).press('Enter')
  await ada.getByRole('menuitem', { name: 'Rename category' }).press('Enter')
  await ada.getByRole('textbox', { name: 'Name of the category' }).fill('Harbour')
  await ada.keyboard.press('Enter')
  await ada.getByRole('button', { name: 'Harbour', exact: true }).press('Enter')
  await section(ada, 'Harbour').getByRole('link').waitFor({ state: 'detached' })
  await expectAccessible(ada, 'categories')
  await ada.getByRole('button', { name: 'Harbour', exact: true }).press('Enter')
  await section(ada, 'Harbour').getByRole('link', { name: 'Off-Topic' }).waitFor()

  // A channel is picked up by the space bar, moved by arrows, and dropped.
  await sidebarLink(ada, 'Town Square').focus()
  await ada.waitForFunction(`document.activeElement?.getAttribute('aria-describedby')`)
  await ada.keyboard.press('Space')
  await ada.getByText('Town Square was picked up.').waitFor({ state: 'attached' })
  await ada.keyboard.press('ArrowUp')
  await ada.waitForTimeout(100)
  await ada.keyboard.press('ArrowUp')
  await ada.getByText(/Town Square is at Off-Topic/).waitFor({ state: 'attached' })
  await ada.keyboard.press('Space')
  await expect.poll(() => names(ada, 'Harbour')).toEqual(['Town Square', 'Off-Topic'])

  // And by the mouse, back to where it was.
  const from = await sidebarLink(ada, 'Town Square').boundingBox()
  const to = await ada.getByRole('button', { name: 'Channels', exact: true }).boundingBox()
  if (!from || !to) throw new Error('There is nothing to drag.')
  await ada.mouse.move(from.x + 60, from.y + from.height / 2)
  await ada.mouse.down()
  await ada.mouse.move(from.x + 60, from.y + 40, { steps: 5 })
  await ada.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 10 })
  await ada.mouse.up()
  await expect.poll(() => names(ada, 'Harbour')).toEqual(['Off-Topic'])
  await expect.poll(() => names(ada, 'Channels')).toEqual(['Town Square'])

  // Favourites, muted, read: what the menu of a channel does, another tab knows too.
  const second = await ada.context().newPage()
  await second.goto(`${product.address}/harbour-crew/channels/town-square`)
  await section(second, 'Harbour').getByRole('link', { name: 'Off-Topic' }).waitFor()
  await sidebarLink(ada, 'Town Square').hover()
  await ada.getByRole('button', { name: 'Options of Town Square' }).click()
  await ada.getByRole('menuitem', { name: 'Add to favorites' }).click()
  await section(ada, 'Favorites').getByRole('link', { name: 'Town Square' }).waitFor()
  await section(second, 'Favorites').getByRole('link', { name: 'Town Square' }).waitFor()
  await second.close()

  // Deleted, a category gives back what it held.
  await ada.getByRole('button', { name: 'Menu of the category Harbour' }).click()
  await ada.getByRole('menuitem', { name: 'Delete category' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete category' }).click()
  await section(ada, 'Channels').getByRole('link', { name: 'Off-Topic' }).waitFor()

  // A link to where one is not yet says where that is, and leads there.
  const postId = await postInAnotherTeam(ada)
  await bob.goto(`${product.address}/harbour-crew/pl/${postId}`)
  await bob.getByText('It was written in Town Square of the team Pilots.').waitFor()
  await expectAccessible(bob, 'permalink')
  await bob.getByRole('button', { name: 'Join and read' }).click()
  await message(bob, 'Come aboard').waitFor()
  expect(new URL(bob.url()).pathname).toBe(`/pilots/pl/${postId}`)

  // On a phone there is one thing at a time, and a way back.
  await ada.setViewportSize({ width: 360, height: 740 })
  await ada.goto(`${product.address}/harbour-crew/channels/town-square`)
  await ada.getByRole('button', { name: 'Search' }).click()
  await search.fill('night watch')
  await search.press('Enter')
  await pane(ada, 'Search').getByRole('link', { name: 'Jump' }).first().waitFor()
  expect(await composer(ada).count()).toBe(0)
  await pane(ada, 'Search').getByRole('link', { name: 'Jump' }).first().click()
  await pane(ada, 'Search').waitFor({ state: 'detached' })
  await message(ada, 'The night watch begins').waitFor()
  await ada.goBack()
  await pane(ada, 'Search').getByRole('link', { name: 'Jump' }).first().waitFor()
  await ada.getByRole('button', { name: 'Close pane' }).click()
  await ada.getByRole('button', { name: 'Show sidebar' }).click()
  await expectAccessible(ada, 'sidebar-drawer')
  expect(errors).toEqual([])
})
