import { Client4 } from '@mattermost/client'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { logIn, openPage, openTeamMenu, password, signUp } from './people.ts'
import { Product } from './product.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const channel = (page: Page, name: string) =>
  page.getByRole('log', { name: `Messages in ${name}`, exact: true })

test('an administrator is guided to a team, lets others in and connects a program', {
  timeout: 280_000,
}, async () => {
  await using product = new Product()
  await product.start()
  await using browser = await launchBrowser()
  const errors: string[] = []
  const ada = await openPage(browser, errors)
  const bob = await openPage(browser, errors)

  // Sign-up says what a password needs, and what of it is met.
  await ada.goto(product.address)
  await ada.getByRole('list', { name: 'What is needed' }).waitFor()
  await expectAccessible(ada, 'sign-up')
  await signUp(ada, 'ada')

  // The guide: a team, a channel with examples beside it, a link for others.
  await ada.getByRole('heading', { name: 'Welcome! Name your team' }).waitFor()
  await expectAccessible(ada, 'guide: team')
  await ada.getByLabel('Team name').fill('Harbour Crew')
  await button(ada, 'Create team').click()
  await ada.getByLabel('Name of the channel').fill('Night Watch')
  await ada.getByLabel('Show me examples').check()
  await expectAccessible(ada, 'guide: channel')
  await button(ada, 'Continue').click()
  const invitation = await ada.getByLabel('Invitation link').inputValue()
  await expectAccessible(ada, 'guide: invite')
  await button(ada, 'Open the team').click()
  await channel(ada, 'Night Watch').waitFor()
  await link(ada, 'Try it out').click()
  await channel(ada, 'Try it out').getByText('This channel is for trying things out').waitFor()

  // The link lets the second one in.
  await bob.goto(invitation)
  await bob.getByRole('heading', { name: 'Join Harbour Crew' }).waitFor()
  await signUp(bob, 'bob')
  await channel(bob, 'Town Square').waitFor()

  // A webhook, by which a program writes with a name of its own.
  await openTeamMenu(ada, 'Harbour Crew', 'Integrations')
  await ada.getByText('There are no incoming webhooks yet.').waitFor()
  await expectAccessible(ada, 'incoming webhooks')
  await button(ada, 'Add incoming webhook').click()
  await ada.getByLabel('Title').fill('Tide table')
  await ada.getByLabel('Channel', { exact: true }).selectOption({ label: 'Town Square' })
  await expectAccessible(ada, 'new incoming webhook')
  await button(ada, 'Save').click()
  const hook = await ada.getByText(/\/hooks\/[a-z0-9]{26}$/).textContent()
  await expectAccessible(ada, 'webhook is ready')
  await button(ada, 'Done').click()
  await ada.getByRole('listitem', { name: 'Tide table' }).waitFor()
  const client = await logIn(product.address, 'ada')
  await client.patchConfig({ ServiceSettings: { EnablePostUsernameOverride: true } } as never)
  const told = await fetch(hook ?? '', {
    method: 'POST',
    body: JSON.stringify({ text: 'High water at 04:12', username: 'Tides' }),
  })
  expect(told.status).toBe(200)
  const message = channel(bob, 'Town Square').getByRole('article').filter({ hasText: 'High water' })
  await message.getByText('Tides').waitFor()

  // It is changed and deleted again.
  await link(ada, 'Edit Tide table').click()
  await ada.getByLabel('Title').fill('Tides of Harbour')
  await button(ada, 'Save').click()
  await button(ada, 'Delete Tides of Harbour').click()
  await button(ada, 'Delete').click()
  await ada.getByText('There are no incoming webhooks yet.').waitFor()

  await runIntegrations(ada)
  await runConversion(ada, client)
  await runTeam(ada, bob)
  await runChannel(ada)
  expect(errors).toEqual([])
})

/** Every other kind of integration: made, shown and taken away. */
async function runIntegrations(ada: Page): Promise<void> {
  await link(ada, 'Outgoing webhooks').click()
  await button(ada, 'Add outgoing webhook').click()
  await ada.getByLabel('Title').fill('Watchman')
  await ada.getByLabel('Trigger words (optional)').fill('watch')
  await ada.getByLabel('Addresses of the program').fill('https://example.org/hear')
  await expectAccessible(ada, 'new outgoing webhook')
  await button(ada, 'Save').click()
  await button(ada, 'Done').click()
  const watchman = ada.getByRole('listitem', { name: 'Watchman' })
  const token = await watchman.locator('code').textContent()
  await watchman.getByRole('button', { name: 'New token' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'New token' }).click()
  await expect.poll(() => watchman.locator('code').textContent()).not.toBe(token)

  await link(ada, 'Slash commands').click()
  await button(ada, 'Add slash command').click()
  await ada.getByLabel('Title').fill('Tides')
  await ada.getByLabel('Word', { exact: true }).fill('tides')
  await ada.getByLabel('Address of the program').fill('https://example.org/tides')
  await expectAccessible(ada, 'new slash command')
  await button(ada, 'Save').click()
  await button(ada, 'Done').click()
  await ada.getByRole('listitem', { name: '/tides' }).waitFor()
  await expectAccessible(ada, 'slash commands')

  const admin = await ada.evaluate(() => document.location.origin)
  const client = await logIn(admin, 'ada')
  await client.patchConfig({
    ServiceSettings: { EnableBotAccountCreation: true, EnableUserAccessTokens: true },
  } as never)
  await link(ada, 'Bots').click()
  await button(ada, 'Add bot').click()
  await ada.getByLabel('Username').fill('harbourmaster')
  await button(ada, 'Save').click()
  const secret = await ada.locator('main code').textContent()
  const bot = new Client4()
  bot.setUrl(admin)
  bot.setToken(secret ?? '')
  expect((await bot.getMe()).username).toBe('harbourmaster')
  await button(ada, 'Done').click()
  const master = ada.getByRole('listitem', { name: '@harbourmaster' })
  await master.getByRole('button', { name: 'Tokens' }).click()
  await ada.getByLabel('Name of a new token').fill('crane')
  await button(ada, 'Create token').click()
  await ada.getByText('Copy it now: it is never shown again.').waitFor()
  await expectAccessible(ada, 'tokens of a bot')
  await button(ada, 'Revoke crane').click()
  await button(ada, 'Revoke crane').waitFor({ state: 'detached' })
  await ada.keyboard.press('Escape')
  await master.getByRole('button', { name: 'Disable' }).click()
  await ada.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await master.getByText('Off', { exact: true }).waitFor()

  await link(ada, 'OAuth apps').click()
  await button(ada, 'Add OAuth app').click()
  await ada.getByLabel('Title').fill('Ferry plan')
  await ada.getByLabel('Description').fill('Shows when ferries leave')
  await ada.getByLabel('Homepage').fill('https://example.org')
  await ada.getByLabel('Callback addresses').fill('https://example.org/back')
  await button(ada, 'Save').click()
  await button(ada, 'Done').click()
  await ada.getByRole('listitem', { name: 'Ferry plan' }).waitFor()
  await expectAccessible(ada, 'OAuth apps')

  await link(ada, 'Custom emoji').click()
  await button(ada, 'Add emoji').click()
  await ada.getByLabel('Name', { exact: true }).fill('anchor_up')
  await ada.getByLabel('Picture').setInputFiles({
    name: 'anchor.png',
    mimeType: 'image/png',
    buffer: pixel,
  })
  await expectAccessible(ada, 'new emoji')
  await button(ada, 'Add').click()
  await ada.getByText(':anchor_up:').waitFor()
  await ada.getByLabel('Search emoji').fill('anchor')
  await button(ada, 'Delete :anchor_up:').click()
  await button(ada, 'Delete').click()
  await ada.getByText('No emoji has this name.').waitFor()

  await link(ada, 'Authorised apps').click()
  await ada.getByText('No program may act in your name.').waitFor()
  await expectAccessible(ada, 'authorised apps')
}

/** A group message becomes a private channel, with what was written in it. */
async function runConversion(ada: Page, client: Client4): Promise<void> {
  const address = new URL(ada.url()).origin
  const team = await client.getTeamByName('harbour-crew')
  const people = await Promise.all(
    ['ada', 'bob'].map((username) => client.getUserByUsername(username)),
  )
  const third = { username: 'cy', email: 'cy@example.org', password } as never
  const cy = await client.createUser(third, '', '')
  await client.addToTeam(team.id, cy.id)
  const group = await client.createGroupChannel([...people.map(({ id }) => id), cy.id])
  await client.createPost({ channel_id: group.id, message: 'Shall we meet?' } as never)
  await ada.goto(`${address}/harbour-crew/messages/${group.name}`)
  await ada.getByRole('log').getByText('Shall we meet?').waitFor()
  await ada
    .locator('main header')
    .getByRole('button', { name: /^Menu of/ })
    .click()
  await ada.getByRole('menuitem', { name: 'Make it a private channel' }).click()
  await ada.getByLabel('Channel name').fill('Meeting')
  await expectAccessible(ada, 'conversion')
  await button(ada, 'Make it a channel').click()
  await channel(ada, 'Meeting').getByText('Shall we meet?').waitFor()
  await openTeamMenu(ada, 'Harbour Crew', 'Team settings')
}

/** The team's settings and its people. */
async function runTeam(ada: Page, bob: Page): Promise<void> {
  await link(ada, 'General').click()
  await ada.getByLabel('Team name').fill('Harbour Company')
  await ada.getByLabel('Description').fill('All hands')
  await button(ada, 'Save').click()
  await ada.getByText('Saved.').waitFor()
  await bob.getByRole('link', { name: /^Harbour Company/ }).waitFor()
  await ada.getByLabel('Choose picture').setInputFiles({
    name: 'crew.png',
    mimeType: 'image/png',
    buffer: pixel,
  })
  await button(ada, 'Remove picture').waitFor()
  await expectAccessible(ada, 'team settings')

  await link(ada, 'Access').click()
  const before = await ada.locator('main code').textContent()
  await button(ada, 'Make a new link').click()
  await ada.getByText('The old link no longer works.').waitFor()
  expect(await ada.locator('main code').textContent()).not.toBe(before)
  await expectAccessible(ada, 'access')

  await link(ada, 'People').click()
  await ada.getByLabel('Role of bob').selectOption('admin')
  await expect.poll(() => ada.getByLabel('Role of bob').inputValue()).toBe('admin')
  await expectAccessible(ada, 'people')
  await button(ada, 'Remove bob').click()
  await button(ada, 'Remove').click()
  await ada.getByRole('listitem', { name: 'bob' }).waitFor({ state: 'detached' })
  await bob.getByText("This team can't be shown").waitFor()

  // An address that leads nowhere says so.
  await ada.goto(`${new URL(ada.url()).origin}/harbour-crew/nowhere/at/all`)
  await ada.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await expectAccessible(ada, 'unknown address')
  await link(ada, 'Go to the start page').click()
}

/** A channel's settings, and what stands above it. */
async function runChannel(ada: Page): Promise<void> {
  await link(ada, 'Night Watch').click()
  await channel(ada, 'Night Watch').waitFor()
  const menu = ada.getByRole('button', { name: 'Menu of Night Watch' })
  await menu.click()
  await ada.getByRole('menuitem', { name: 'Add bookmark' }).click()
  await ada.getByLabel('Address').fill('example.org/tides')
  await ada.getByLabel('Title (optional)').fill('Tide table')
  await expectAccessible(ada, 'new bookmark')
  await button(ada, 'Save').click()
  const bar = ada.getByRole('navigation', { name: 'Bookmarks' })
  const first = bar.getByRole('link', { name: 'Tide table' })
  expect(await first.getAttribute('href')).toBe('https://example.org/tides')
  await bar.getByRole('button', { name: 'Add bookmark' }).click()
  await ada.getByLabel('What it leads to').selectOption('file')
  await ada.getByLabel('File', { exact: true }).setInputFiles({
    name: 'roster.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('ada, bob'),
  })
  await button(ada, 'Save').click()
  await bar.getByRole('link', { name: 'roster.txt' }).waitFor()
  await bar.getByRole('button', { name: 'Menu of roster.txt' }).click()
  await ada.getByRole('menuitem', { name: 'Move forward' }).click()
  await expect
    .poll(() => bar.getByRole('link').allTextContents())
    .toEqual(['roster.txt', 'Tide table'])
  await expectAccessible(ada, 'bookmarks')
  await bar.getByRole('button', { name: 'Menu of Tide table' }).click()
  await ada.getByRole('menuitem', { name: 'Delete' }).click()
  await button(ada, 'Delete').click()
  await first.waitFor({ state: 'detached' })

  await menu.click()
  await ada.getByRole('menuitem', { name: 'Edit channel' }).click()
  await ada.getByLabel('Name in addresses').fill('night-shift')
  await ada.getByLabel('Who can read it').selectOption('P')
  await expectAccessible(ada, 'channel settings')
  await button(ada, 'Save').click()
  await expect.poll(() => new URL(ada.url()).pathname).toMatch(/\/channels\/night-shift$/)
  await menu.click()
  await ada.getByRole('menuitem', { name: 'Edit channel' }).click()
  await ada.getByRole('tab', { name: 'Moderation' }).click()
  const members = ada.getByLabel('Write messages: Members')
  await members.click()
  await expect.poll(() => members.isChecked()).toBe(false)
  await expectAccessible(ada, 'moderation')
  await ada.getByRole('tab', { name: 'Moderation' }).press('ArrowRight')
  await ada.getByLabel('Show a banner').check()
  await ada.getByLabel('Text', { exact: true }).fill('Quiet after ten')
  await expectAccessible(ada, 'banner')
  await button(ada, 'Save').click()
  await ada.getByText('Saved.').waitFor()
  await ada.keyboard.press('Escape')
  await ada.getByText('Quiet after ten').waitFor()
}

/** The smallest picture there is: one transparent pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
