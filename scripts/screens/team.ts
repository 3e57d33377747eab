import type { Page } from 'playwright-core'
import { choose, isNarrow, press, type Shot } from './shot.ts'

const square = '/harbourline/channels/town-square'
const help = '/harbourline/channels/it-help'
const composer = (page: Page) => page.getByRole('textbox', { name: /^Write to/ })
const dialog = (page: Page) => page.getByRole('dialog').waitFor()

/** On a phone the sidebar is a pane of its own. */
async function showSidebar(page: Page): Promise<void> {
  if (isNarrow(page)) await press(page, 'Show sidebar')
}

const account = /^Account of/

/** Channels, what stands beside them, and what opens above them. */
export const team: Shot[] = [
  { name: 'channel', path: help, isMain: true },
  { name: 'sidebar', path: help, only: 'narrow-dark', prepare: showSidebar },
  {
    name: 'thread',
    path: '/engineering/channels/incidents',
    isMain: true,
    prepare: async (page) => {
      await page
        .getByRole('button', { name: /repl(y|ies)/ })
        .last()
        .click()
      await page.getByRole('complementary', { name: 'Thread' }).waitFor()
    },
  },
  {
    name: 'switcher',
    path: square,
    isMain: true,
    prepare: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Find a channel or a person' }).fill('el')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'palette',
    only: 'wide-light',
    path: square,
    prepare: async (page) => {
      await page.keyboard.press('Control+Shift+p')
      await dialog(page)
    },
  },
  {
    name: 'shortcuts',
    only: 'wide-light',
    path: square,
    prepare: async (page) => {
      await page.keyboard.press('Control+/')
      await dialog(page)
    },
  },
  { name: 'search', path: `${help}?pane=search&q=timetable`, sign: 'aside article', isMain: true },
  { name: 'mentions', path: `${help}?pane=mentions`, sign: 'aside' },
  { name: 'saved', path: `${help}?pane=saved`, sign: 'aside article' },
  { name: 'pinned', path: `${help}?pane=pinned`, sign: 'aside article' },
  { name: 'files', path: '/harbourline/channels/town-square?pane=files', sign: 'aside' },
  { name: 'info', path: `${help}?pane=info`, sign: 'aside', isMain: true },
  { name: 'members', path: `${help}?pane=members`, sign: 'aside li' },
  {
    name: 'edit-history',
    path: help,
    prepare: async (page) => {
      await page.getByRole('button', { name: '(edited)' }).last().click()
      await page.getByRole('button', { name: 'Restore' }).first().waitFor()
    },
  },
  { name: 'threads', path: '/engineering/threads', sign: 'main li', isMain: true },
  { name: 'drafts', path: '/harbourline/drafts', sign: 'main li' },
  { name: 'scheduled', path: '/harbourline/scheduled_posts', sign: 'main li' },
  {
    name: 'browse-channels',
    path: square,
    prepare: async (page) => {
      await showSidebar(page)
      await choose(page, 'Menu of Harbourline', 'Browse channels')
      await dialog(page)
    },
  },
  {
    name: 'create-channel',
    path: square,
    prepare: async (page) => {
      await showSidebar(page)
      await choose(page, 'Menu of Harbourline', 'Create channel')
      await dialog(page)
    },
  },
  {
    name: 'emoji',
    path: help,
    prepare: async (page) => {
      await press(page, 'Insert emoji')
      await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
    },
  },
  {
    name: 'profile',
    path: help,
    prepare: async (page) => {
      await page.getByRole('article').last().getByRole('button').first().click()
      await page.getByText(/local time/).waitFor()
    },
  },
  {
    name: 'account-menu',
    path: help,
    prepare: async (page) => {
      await showSidebar(page)
      await press(page, account)
    },
  },
  {
    name: 'custom-status',
    path: help,
    prepare: async (page) => {
      await showSidebar(page)
      await choose(page, account, 'On board until noon')
      await dialog(page)
    },
  },
  {
    name: 'message-menu',
    path: help,
    prepare: async (page) => {
      const last = page.getByRole('article').last()
      if (isNarrow(page)) await last.click()
      else await last.hover()
      await last.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'completion',
    path: help,
    prepare: async (page) => {
      await composer(page).fill('')
      await composer(page).pressSequentially('Ask @a')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'composer',
    path: help,
    prepare: async (page) => {
      await composer(page).fill('**Deck plan** for tomorrow, with the new berths')
      const choosing = page.waitForEvent('filechooser')
      await press(page, 'Attach files')
      await (await choosing).setFiles([
        { name: 'berths.csv', mimeType: 'text/csv', buffer: Buffer.from('berth,ship\n1,Aurora\n') },
      ])
      await press(page, 'Priority and more')
      await page.getByRole('radio', { name: 'Urgent' }).check()
      await press(page, 'Apply')
    },
  },
  {
    name: 'priority',
    path: help,
    prepare: async (page) => {
      await press(page, 'Priority and more')
      await dialog(page)
    },
  },
  { name: 'program', path: square, sign: 'article:has-text("Pier 3")' },
  {
    name: 'form',
    path: square,
    sign: 'article:has-text("Pier 3")',
    prepare: async (page) => {
      await press(page, 'Report')
      await dialog(page)
    },
  },
  {
    name: 'picture',
    path: square,
    prepare: async (page) => {
      await page
        .getByRole('img', { name: /\.png$/ })
        .last()
        .click()
      await dialog(page)
    },
  },
  {
    name: 'channel-settings',
    path: help,
    prepare: async (page) => {
      await choose(page, 'Menu of IT help', 'Edit channel')
      await dialog(page)
    },
  },
  {
    name: 'low-bandwidth',
    path: square,
    prepare: async (page) => {
      await showSidebar(page)
      await press(page, account)
      await page.getByRole('menuitemradio', { name: 'Low-bandwidth mode' }).click()
    },
  },
  {
    name: 'offline',
    path: help,
    prepare: async (page) => {
      await page.context().setOffline(true)
      await page.getByText(/^Offline/).waitFor({ timeout: 60_000 })
      await composer(page).fill('Kept until the server is back')
      await composer(page).press('Enter')
      await page.getByText('Waiting for the server').waitFor()
    },
  },
]
